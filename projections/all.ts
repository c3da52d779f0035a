import { achievements } from './achievements.ts';
import { adjustments } from './adjustments.ts';
import { attributions } from './attributions.ts';
import { balances } from './balances.ts';
import { bindings } from './bindings.ts';
import { books } from './books.ts';
import { breaks } from './breaks.ts';
import { EarningFolding } from './earning-places.ts';
import { type Folding, RowFolding } from './folding.ts';
import { monthlyBooks } from './monthly-books.ts';
import { parties } from './parties.ts';
import { payerStandings } from './payer-standings.ts';
import { payouts } from './payouts.ts';
import type { Projection } from './projection.ts';
import { providerCash } from './provider-cash.ts';
import { reconciliations } from './reconciliations.ts';
import { settlements } from './settlements.ts';
import { statements } from './statements.ts';
import { streams } from './streams.ts';
import type { StoredView, ViewReader } from './view-store.ts';
import { withdrawals } from './withdrawals.ts';
import { withholdings } from './withholdings.ts';

/** A kind of view; what folds it need not know of which rows. */
export type ViewKind = {
  readonly name: string;
  readonly version: number;
  /** Goes on folding where the stored view stands. */
  readonly folding: (view: StoredView, store: ViewReader) => Folding;
};

export const kindOf = <Row>(projection: Projection<Row>): ViewKind => ({
  name: projection.name,
  version: projection.version,
  folding: (view, store) => new RowFolding(projection, view, store),
});

export const earningPlaces: ViewKind = {
  name: 'earning-places',
  version: 1,
  folding: (view) => new EarningFolding(view),
};

/** All views, in the order in which they are folded. */
export const allViews: readonly ViewKind[] = [
  kindOf(balances),
  kindOf(books),
  kindOf(monthlyBooks),
  kindOf(payerStandings),
  kindOf(payouts),
  kindOf(withdrawals),
  kindOf(parties),
  kindOf(adjustments),
  kindOf(settlements),
  kindOf(providerCash),
  kindOf(breaks),
  kindOf(reconciliations),
  kindOf(withholdings),
  kindOf(achievements),
  kindOf(statements),
  kindOf(attributions),
  kindOf(bindings),
  kindOf(streams),
  earningPlaces,
];
