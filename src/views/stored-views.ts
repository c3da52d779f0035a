import { payerName } from '../../domain/books/chart.ts';
import { zero } from '../../domain/money.ts';
import { achievements, type PracticeMonth, reviewKey } from '../../projections/achievements.ts';
import { adjustments } from '../../projections/adjustments.ts';
import { earningPlaces } from '../../projections/all.ts';
import { balances } from '../../projections/balances.ts';
import { books } from '../../projections/books.ts';
import { monthlyBooks } from '../../projections/monthly-books.ts';
import { parties, payeeKey, payerKey } from '../../projections/parties.ts';
import { payerStandings } from '../../projections/payer-standings.ts';
import { payoutGroup, payouts } from '../../projections/payouts.ts';
import type { Projection } from '../../projections/projection.ts';
import { providerCash } from '../../projections/provider-cash.ts';
import type { BookRow, EarningPlace } from '../../projections/rows.ts';
import type { StoredView, ViewReader } from '../../projections/view-store.ts';
import { withdrawalKey, withdrawals } from '../../projections/withdrawals.ts';
import { withholdingGroup, withholdings } from '../../projections/withholdings.ts';
import { cashAtEndOf } from './cash-at-end-of.ts';
import { organizationViews } from './organization-views.ts';
import { pastBooks } from './past-books.ts';
import { readTo } from './read-to.ts';
import { reconciliationViews } from './reconciliation-views.ts';
import { cursorBefore, rowPage, scanned } from './row-pages.ts';
import type { AsOf, Page, PageAsked, PastBooks, Views } from './views.ts';

/** A view that is new is still being built: what it says is not known yet. */
export class ViewNotBuilt extends Error {
  constructor(name: string) {
    super(`The view ${name} is still being built`);
    this.name = 'ViewNotBuilt';
  }
}

/** The same withdrawal id may come from this many doctors before finance sees only some. */
const sameIdMax = 1_000;
/** More months than anybody practises. */
const monthsMax = 2_000;

export type Reading = Omit<Views, 'position' | 'caughtUpTo' | 'rebuilding' | 'close'>;

/** Answers questions from stored views. An answer and its position are of one state of the store. */
export const storedViews = (store: ViewReader): Reading => {
  const asked = <Answer>(name: string, none: Answer, from: (view: StoredView) => Answer) =>
    store.together(() => answered(store, name, none, from));
  const row = <Row>(of: Projection<Row>, ...keys: readonly string[]): AsOf<Row | undefined> =>
    asked<Row | undefined>(of.name, undefined, ({ id }) => {
      const json = keys.map((key) => store.load(id, key)).find((found) => found !== undefined);
      return json === undefined ? undefined : of.read(json);
    });
  const page = <Row>(of: Projection<Row>, group: string, wanted: PageAsked): AsOf<Page<Row>> =>
    asked<Page<Row>>(of.name, { items: [], next: undefined }, ({ id }) =>
      rowPage(store, id, of, group, wanted),
    );
  return {
    balance: (account) => row(balances, account),
    payout: (id) => row(payouts, id),
    payouts: ({ requestedSince, ...of }, { limit, after }) => {
      const first = requestedSince === undefined ? undefined : cursorBefore(requestedSince);
      return page(payouts, payoutGroup(of), { limit, after: after ?? first });
    },
    withdrawal: (account, id) => row(withdrawals, withdrawalKey(account, id)),
    withdrawalsById: (id) => {
      const { answer, position } = page(withdrawals, `id ${id}`, { limit: sameIdMax });
      return { answer: answer.items, position };
    },
    withdrawals: (account, wanted) => page(withdrawals, `account ${account}`, wanted),
    trialBalance: () =>
      asked<readonly BookRow[]>(books.name, [], ({ id }) => [...scanned(store, id, books)]),
    bookOfMonth: (account, month) => {
      const { answer, position } = row(monthlyBooks, `${month} ${account}`);
      return { answer: answer?.kind === 'book' ? answer : undefined, position };
    },
    withholdings: (payer, month, wanted) =>
      page(withholdings, withholdingGroup(payer, month), wanted),
    book: (account) => row(books, account),
    payerStanding: (payer) => row(payerStandings, payerName(payer)),
    booksBefore: (month) =>
      asked<PastBooks>(monthlyBooks.name, { books: [], lasts: [], span: undefined }, ({ id }) =>
        pastBooks(store, id, month),
      ),
    party: (id) => row(parties, payeeKey(id), payerKey(id)),
    parties: (kind, wanted) => page(parties, kind, wanted),
    practiceMonths: (doctor) => {
      const { answer, position } = page(achievements, doctor, { limit: monthsMax });
      const months = answer.items.filter((row): row is PracticeMonth => row.kind === 'month');
      return { answer: months, position };
    },
    monthOfReview: (doctor, id) => {
      const { answer, position } = row(achievements, reviewKey(doctor, id));
      return { answer: answer?.kind === 'review' ? answer.month : undefined, position };
    },
    adjustment: (id) => row(adjustments, id),
    ...reconciliationViews({ row, page }),
    cashAtEndOf: (payer, day) =>
      asked(providerCash.name, zero, ({ id }) => cashAtEndOf(store, id, payer, day)),
    ...organizationViews({ row, page }),
    earningPlaces: (id) =>
      asked(earningPlaces.name, [], (view) => store.earningPlaces(view.id, id)),
    earningPlacesAfter: (after, limit) =>
      asked(earningPlaces.name, [] as readonly EarningPlace[], ({ id }) =>
        store.scanEarnings(id, limit, after),
      ).answer,
    stored: () => store.views(),
  };
};

const answered = <Answer>(
  store: ViewReader,
  name: string,
  none: Answer,
  from: (view: StoredView) => Answer,
): AsOf<Answer> => {
  const view = store.serving(name);
  if (view !== undefined) return { answer: from(view), position: readTo(view.progress) };
  // Nothing at all was folded yet; else this view is new, and nothing is not what it says.
  if (store.views().length > 0) throw new ViewNotBuilt(name);
  return { answer: none, position: undefined };
};
