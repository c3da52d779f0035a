import type { Position } from '../../domain/ports/event-store.ts';
import { balances } from '../../projections/balances.ts';
import { books } from '../../projections/books.ts';
import { parties, payeeKey, payerKey } from '../../projections/parties.ts';
import { payouts } from '../../projections/payouts.ts';
import type { Projection } from '../../projections/projection.ts';
import type { EarningPlace } from '../../projections/rows.ts';
import type { ViewStore } from '../../projections/view-store.ts';
import { withdrawalKey, withdrawals } from '../../projections/withdrawals.ts';
import type { AsOf, Page, PageAsked, Views } from './views.ts';

const scanPage = 1_000;

export type Reading = Omit<Views, 'position' | 'caughtUpTo' | 'close'>;

/** Answers questions from stored views; `position` says how far they have been saved. */
export const storedViews = (store: ViewStore, position: () => Position | undefined): Reading => {
  const asOf = <Answer>(answer: Answer): AsOf<Answer> => ({ answer, position: position() });
  const rowOf = <Row>(view: Projection<Row>, key: string): Row | undefined => {
    const json = store.load(view.name, key);
    return json === undefined ? undefined : view.read(json);
  };
  const pageOf = <Row>(
    view: Projection<Row>,
    group: string,
    { limit, after }: PageAsked,
  ): Page<Row> => {
    const found = store.list(
      view.name,
      group,
      limit + 1,
      after === undefined ? undefined : parseCursor(after),
    );
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const next = found.length > limit && last !== undefined ? cursorOf(last) : undefined;
    return { items: shown.map(({ json }) => view.read(json)), next };
  };
  return {
    balance: (account) => asOf(rowOf(balances, account)),
    payout: (id) => asOf(rowOf(payouts, id)),
    payouts: ({ state, account }, page) => {
      if (account === undefined)
        return asOf(pageOf(payouts, state === undefined ? 'all' : `state ${state}`, page));
      const ofAccount = pageOf(payouts, `account ${account}`, page);
      const items = ofAccount.items.filter((row) => state === undefined || row.state === state);
      return asOf({ ...ofAccount, items });
    },
    withdrawal: (account, id) => asOf(rowOf(withdrawals, withdrawalKey(account, id))),
    withdrawalsById: (id) => asOf(pageOf(withdrawals, `id ${id}`, { limit: scanPage }).items),
    withdrawals: (account, page) => asOf(pageOf(withdrawals, `account ${account}`, page)),
    trialBalance: () => asOf([...scanned(store, books)]),
    book: (account) => asOf(rowOf(books, account)),
    party: (id) => asOf(rowOf(parties, payeeKey(id)) ?? rowOf(parties, payerKey(id))),
    parties: (kind, page) => asOf(pageOf(parties, kind, page)),
    earningPlaces: (id) =>
      asOf(store.earningPlaces(id).map((place) => ({ earningId: id, ...place }) as EarningPlace)),
  };
};

function* scanned<Row>(store: ViewStore, view: Projection<Row>): Generator<Row> {
  for (let after = '', more = true; more; ) {
    const page = store.scan(view.name, scanPage, after);
    for (const { json } of page) yield view.read(json);
    after = page.at(-1)?.key ?? after;
    more = page.length === scanPage;
  }
}

const cursorOf = ({ sort, key }: { readonly sort: string; readonly key: string }): string =>
  Buffer.from(JSON.stringify([sort, key])).toString('base64url');

/** A cursor is opaque to callers, so one that we did not make simply begins nowhere. */
const parseCursor = (text: string): { readonly sort: string; readonly key: string } => {
  try {
    const [sort, key] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof sort === 'string' && typeof key === 'string') return { sort, key };
  } catch {
    // Falls through to the refusal below.
  }
  throw new UnknownCursor();
};

/** The cursor of a list was not one that we gave out. */
export class UnknownCursor extends Error {
  constructor() {
    super('Not a cursor of this list');
    this.name = 'UnknownCursor';
  }
}
