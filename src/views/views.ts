import type { PayoutState } from '../../domain/account/payout-state.ts';
import type {
  EarningId,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../../domain/identifiers.ts';
import type { Fen } from '../../domain/money.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import type { Day, Instant, Month } from '../../domain/time.ts';
import type { PracticeMonth } from '../../projections/achievements.ts';
import type { AttributionRow } from '../../projections/attributions.ts';
import type { BindingRow } from '../../projections/bindings.ts';
import type { BreakRow, BreaksOf } from '../../projections/breaks.ts';
import type { PartyRow } from '../../projections/party-rows.ts';
import type { PayerStanding } from '../../projections/payer-standings.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import type { CashDayRow } from '../../projections/provider-cash.ts';
import type { ReconciliationRow } from '../../projections/reconciliation-row.ts';
import type {
  AdjustmentRow,
  BalanceRow,
  BookRow,
  EarningPlace,
  MonthSpan,
  WithdrawalRow,
} from '../../projections/rows.ts';
import type { SettlementRow } from '../../projections/settlements.ts';
import type { StatementRow } from '../../projections/statement-row.ts';
import type { StatementsOf } from '../../projections/statements.ts';
import type { StoredView } from '../../projections/view-store.ts';
import type { WithholdingRow } from '../../projections/withholding-row.ts';

/** An answer and the position of the log it was computed from. */
export type AsOf<Answer> = { readonly answer: Answer; readonly position: Position | undefined };

/** A page of a list; `next` goes into `after` of the next call, undefined at the end. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: string | undefined };
export type PageAsked = { readonly limit: number; readonly after?: string | undefined };

/** The books before a month, by the time of recording, and where that month's facts lie in the log. */
export type PastBooks = {
  readonly books: readonly BookRow[];
  /** The last fact of each month before. */
  readonly lasts: readonly Position[];
  readonly span: MonthSpan | undefined;
};

/**
 * The reading side: views kept up to date from the log, saved together with their position,
 * disposable and rebuildable. Reads are synchronous: the views lie in a local file.
 */
export interface Views {
  /** How far the views have read the log. */
  position(): Position | undefined;
  /**
   * Waits until the views have seen `position`; false when `patienceMs` ends first. With a view's
   * name only that one is waited for, while others may be being built anew; with a name that none
   * has, all that are not.
   */
  caughtUpTo(position: Position, patienceMs: number, view?: string): Promise<boolean>;
  /** The views that are being built anew: until then they answer as they were, or not at all. */
  rebuilding(): readonly string[];

  balance(account: PayeeId): AsOf<BalanceRow | undefined>;
  payout(id: PayoutId): AsOf<PayoutRow | undefined>;
  /** Oldest request first. */
  payouts(
    of: {
      readonly state?: PayoutState | undefined;
      readonly account?: PayeeId | undefined;
      readonly requestedSince?: Instant | undefined;
    },
    page: PageAsked,
  ): AsOf<Page<PayoutRow>>;
  withdrawal(account: PayeeId, id: WithdrawalId): AsOf<WithdrawalRow | undefined>;
  /** The same id may be used by several doctors; finance sees them all. */
  withdrawalsById(id: WithdrawalId): AsOf<readonly WithdrawalRow[]>;
  withdrawals(account: PayeeId, page: PageAsked): AsOf<Page<WithdrawalRow>>;
  trialBalance(): AsOf<readonly BookRow[]>;
  /** What was debited and credited to an account of the books by facts recorded in a month. */
  bookOfMonth(account: string, month: Month): AsOf<BookRow | undefined>;
  /** Postings to a payer's withheld tax in a month, in the order of recording. */
  withholdings(payer: PayerId, month: Month, page: PageAsked): AsOf<Page<WithholdingRow>>;
  book(account: string): AsOf<BookRow | undefined>;
  payerStanding(payer: PayerId): AsOf<PayerStanding | undefined>;
  /** Summed over the facts recorded before the month, as far as the views have read. */
  booksBefore(month: Month): AsOf<PastBooks>;
  party(id: PayeeId | PayerId): AsOf<PartyRow | undefined>;
  parties(kind: PartyRow['kind'] | 'frozen payer', page: PageAsked): AsOf<Page<PartyRow>>;
  /** A doctor's months with services or reviews, oldest first. */
  practiceMonths(doctor: PayeeId): AsOf<readonly PracticeMonth[]>;
  /** The month a review was given in. */
  monthOfReview(doctor: PayeeId, id: Reference): AsOf<Month | undefined>;
  adjustment(id: Reference): AsOf<AdjustmentRow | undefined>;
  /** What the provider paid (or sent back) on a day, by request number. */
  settled(paper: 'payments' | 'returns', day: Day, page: PageAsked): AsOf<Page<SettlementRow>>;
  settlement(id: PayoutId): AsOf<SettlementRow | undefined>;
  /** What a payer has at the provider at the end of a day, by our books, each movement on its own day. */
  cashAtEndOf(payer: PayerId, day: Day): AsOf<Fen>;
  /** How a day changed it; undefined where nothing moved. */
  cashMovedOn(payer: PayerId, day: Day): AsOf<CashDayRow | undefined>;
  breakFound(id: Reference): AsOf<BreakRow | undefined>;
  /** Oldest day first. */
  breaks(of: BreaksOf, page: PageAsked): AsOf<Page<BreakRow>>;
  reconciliation(provider: string, day: Day): AsOf<ReconciliationRow | undefined>;
  /** Oldest day first. */
  reconciliations(provider: string, page: PageAsked): AsOf<Page<ReconciliationRow>>;
  statement(id: Reference): AsOf<StatementRow | undefined>;
  /** By month, organization, payer and version. */
  statements(of: StatementsOf, page: PageAsked): AsOf<Page<StatementRow>>;
  /** Voided or disputed, and the lines not yet given free. */
  unreleasedStatements(page: PageAsked): AsOf<Page<StatementRow>>;
  /** What came to an organization, by month and payer. */
  organizationMonths(organization: PayeeId, page: PageAsked): AsOf<Page<AttributionRow>>;
  /** The same by doctor, or of one doctor. */
  attributions(
    organization: PayeeId,
    doctor: PayeeId | undefined,
    page: PageAsked,
  ): AsOf<Page<AttributionRow>>;
  /** Everybody who is or was bound to an organization, by id. */
  boundTo(organization: PayeeId, page: PageAsked): AsOf<Page<BindingRow>>;
  /** Doctors who asked to leave and have no answer yet, longest first. */
  askingToLeave(page: PageAsked): AsOf<Page<BindingRow>>;
  earningPlaces(id: EarningId): AsOf<readonly EarningPlace[]>;
  /** All of them, in the order of their ids, at most `limit` after one of them. */
  earningPlacesAfter(after: EarningPlace | undefined, limit: number): readonly EarningPlace[];
  /** Every view as it is stored: its position, and the count and digest that prove what it has read. */
  stored(): readonly StoredView[];

  close(): Promise<void>;
}
