import { balances } from './balances.ts';
import { books } from './books.ts';
import { parties } from './parties.ts';
import { payouts } from './payouts.ts';
import type { Projection } from './projection.ts';
import { withdrawals } from './withdrawals.ts';

/** One view with its own kind of row; what folds it need not know which. */
export type AnyProjection = {
  readonly with: <Answer>(use: <Row>(view: Projection<Row>) => Answer) => Answer;
};

const anyOf = <Row>(view: Projection<Row>): AnyProjection => ({ with: (use) => use(view) });

/** Places have no rows of their own kind, but like every view a position, a count and a digest. */
const earningPlaces: Projection<never> = {
  name: 'earning-places',
  version: 1,
  changes: () => [],
  write: () => '',
  read: () => {
    throw new Error('Earning places are kept in a table of their own');
  },
};

/** All views, in the order in which they are folded. */
export const allProjections: readonly AnyProjection[] = [
  anyOf(balances),
  anyOf(books),
  anyOf(payouts),
  anyOf(withdrawals),
  anyOf(parties),
  anyOf(earningPlaces),
];

export const earningPlacesName = earningPlaces.name;
