import type { PayoutState } from '../account/payout-state.ts';
import type { Reference } from '../identifiers.ts';
import { type Fen, zero } from '../money.ts';
import { daysBetween } from '../time.ts';
import { cashDifference, ledgerDay, type PaperOf, statusOn } from './agreement.ts';
import type { AutomaticAction, Break, BreakType } from './breaks.ts';
import { breakOf, type Identify } from './evidence.ts';
import { isRepeat, withoutRepeats } from './repeats.ts';
import type { BilledLine, KnownPayout } from './sides.ts';

/** A request on which the two sides do not plainly agree, with all that is known of it. */
export type Odd = {
  readonly requestNo: string;
  readonly lines: readonly BilledLine[];
  readonly known: KnownPayout | undefined;
  /** Its lines in the bills of the days around. */
  readonly elsewhere: readonly BilledLine[];
};

export type Judged = {
  readonly breaks: readonly Break[];
  /** Booked on different days by the two sides, and agreed otherwise. */
  readonly inTransit: Fen;
  /** Ledger and bill agree, and the provider's account says otherwise: told in the payer's totals. */
  readonly unexplained: Fen;
  /** A break of an earlier day that this line explains. */
  readonly explains: Reference | undefined;
};

const agreed: Judged = { breaks: [], inTransit: zero, unexplained: zero, explains: undefined };

/** Says what kind of difference it is, if any. The order of the questions is the rule. */
export const judge = (of: PaperOf, odd: Odd, identify: Identify): Judged => {
  const found = (type: BreakType, cash: Fen, automatic?: AutomaticAction) =>
    breakOf(of, odd, { type, cash, automatic }, identify);
  const { lines, known, elsewhere } = odd;
  const cash = cashDifference(of, odd);
  if (lines.length === 0) return withoutLine(of, odd, cash, found);
  const distinct = withoutRepeats(lines);
  if (elsewhere.some((one) => one.day < of.day && isRepeat(one, distinct[0])))
    return { ...agreed, breaks: [found('duplicate', zero, 'ignore')] };
  const repeated = distinct.length < lines.length ? [found('duplicate', zero, 'ignore')] : [];
  const [line, second] = distinct;
  if (line === undefined || second !== undefined)
    return { ...agreed, breaks: [found('duplicate', cash)] };
  const judged = judgeLine(of, line, known, cash, found);
  const { breakId } = breakOf(of, { ...odd, lines: [] }, { type: 'ledger-only', cash }, identify);
  const ownDay = ledgerDay(of.paper, known);
  return {
    ...judged,
    breaks: [...repeated, ...judged.breaks],
    explains: ownDay !== undefined && ownDay < of.day ? breakId : undefined,
  };
};

type Found = (type: BreakType, cash: Fen, automatic?: AutomaticAction) => Break;

const withoutLine = (of: PaperOf, { known, elsewhere }: Odd, cash: Fen, found: Found): Judged => {
  const ownDay = ledgerDay(of.paper, known);
  if (ownDay === undefined) {
    // Only the account itself shows it: no bill says it, so a query must before anything is applied.
    const type = known === undefined ? 'provider-only' : typeOfNews(of, known.state);
    return { ...agreed, breaks: [found(type, cash)] };
  }
  if (ownDay !== of.day || elsewhere.length > 0) {
    const movedBefore = elsewhere.some(({ day }) => day < of.day);
    return { ...agreed, inTransit: movedBefore ? zero : cash };
  }
  return { ...agreed, breaks: [found('ledger-only', cash)] };
};

const judgeLine = (
  of: PaperOf,
  line: BilledLine,
  known: KnownPayout | undefined,
  cash: Fen,
  found: Found,
): Judged => {
  const only = (...breaks: readonly Break[]): Judged => ({ ...agreed, breaks });
  if (line.status === 'failed') return only(...failedBreaks(known?.state, cash, found));
  if (line.status !== statusOn(of.paper))
    // A payment that came back is told of in the bill of returns.
    return agreed;
  if (known === undefined) return only(found('provider-only', cash));
  if (line.merchantNo !== undefined && line.merchantNo !== of.merchantOf(known.payerId))
    return only(found('payer-diff', zero));
  const ownDay = ledgerDay(of.paper, known);
  const isAmount = line.amount === known.net;
  if (ownDay === undefined) {
    const type = typeOfNews(of, known.state);
    if (type === 'provider-only') return only(found(type, cash));
    return only(isAmount ? found(type, cash, 'apply') : found('amount-diff', cash));
  }
  if (!isAmount) return only(found('amount-diff', cash));
  if (of.paper === 'payments' && line.fee !== known.fee) return only(found('fee-diff', cash));
  if (ownDay !== of.day) {
    const days = daysBetween(ownDay, of.day);
    const isNear = days === 1 || days === -1;
    const breaks = [found('cutoff', zero, isNear ? 'link' : undefined)];
    return { ...agreed, breaks, inTransit: cash };
  }
  return { ...agreed, unexplained: cash };
};

/** Of an order that failed no money moved; where the ledger says that it did, a person looks. */
const failedBreaks = (
  state: PayoutState | undefined,
  cash: Fen,
  found: Found,
): readonly Break[] => {
  if (state === undefined || state === 'rejected' || state === 'cancelled') return [];
  return [found('status-diff', cash, isUnderWay(state) ? 'apply' : undefined)];
};

/** What a bill says that the ledger has not heard of yet; after a "no" of ours a person looks first. */
const typeOfNews = ({ paper }: PaperOf, state: PayoutState): BreakType => {
  if (isUnderWay(state)) return 'status-diff';
  return paper === 'returns' && state === 'paid' ? 'returned-late' : 'provider-only';
};

/** Sent, and not known to have ended. One that was never sent cannot have been paid by us. */
const isUnderWay = (state: PayoutState | undefined): boolean =>
  state === 'submitted' || state === 'accepted' || state === 'in-doubt';
