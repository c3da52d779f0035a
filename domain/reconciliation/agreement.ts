import type { PayerId } from '../identifiers.ts';
import { type Fen, fen, negated, plus, zero } from '../money.ts';
import { type Day, dayOf } from '../time.ts';
import type { BilledLine, KnownPayout, Pair } from './sides.ts';

export type Paper = 'payments' | 'returns';

/** What is known of the provider's side beyond the bill. */
export type PaperOf = {
  readonly paper: Paper;
  readonly day: Day;
  readonly merchantOf: (payer: PayerId) => string | undefined;
  /** Whose money it is, by the merchant number of the bill or by the account it moved in. */
  readonly payerOf: (merchantNo: string | undefined, requestNo: string) => PayerId | undefined;
  /** What moved under a request number that day; undefined where the account was not read. */
  readonly moved: ((requestNo: string, paper: Paper) => Fen) | undefined;
};

/** What a payment takes out of the payer's account, and a return brings back. */
export const movedBy = (paper: Paper, amount: Fen, fee: Fen): Fen =>
  paper === 'payments' ? negated(plus(amount, fee)) : amount;

/** What a line on such a paper says that came of the payment. */
export const statusOn = (paper: Paper): BilledLine['status'] =>
  paper === 'payments' ? 'paid' : 'returned';

/** Both sides say the same, and so does the provider's account where it was read. */
export const agrees = ({ paper, merchantOf, moved }: PaperOf, pair: Pair): boolean => {
  const { requestNo, lines, settled } = pair;
  const [line] = lines;
  if (line === undefined || settled === undefined || lines.length > 1) return false;
  if (line.status !== statusOn(paper) || line.amount !== settled.net) return false;
  if (paper === 'payments' && line.fee !== settled.fee) return false;
  if (line.merchantNo !== undefined && line.merchantNo !== merchantOf(settled.payerId))
    return false;
  return moved === undefined || moved(requestNo, paper) === movedBy(paper, line.amount, line.fee);
};

/** The day on which the ledger has the payment or the return; undefined where it has none. */
export const ledgerDay = (paper: Paper, known: KnownPayout | undefined): Day | undefined => {
  const at = paper === 'payments' ? known?.paidAt : known?.returnedAt;
  return at === undefined ? undefined : dayOf(at);
};

/**
 * How much more the provider holds than the books at the end of the day because of this request.
 * The account itself says it best, then the bill. What the ledger has on a later day it does not
 * have yet.
 */
export const cashDifference = (
  of: PaperOf,
  {
    requestNo,
    lines,
    known,
  }: {
    readonly requestNo: string;
    readonly lines: readonly BilledLine[];
    readonly known: KnownPayout | undefined;
  },
): Fen => {
  const { paper, day, moved } = of;
  const ownDay = ledgerDay(paper, known);
  const booked =
    known === undefined || ownDay === undefined || ownDay > day
      ? zero
      : movedBy(paper, known.net, known.fee ?? zero);
  const told = moved?.(requestNo, paper);
  // What is billed today and booked on a day before has moved before: today's account cannot show it.
  if (ownDay !== undefined && ownDay < day && (told ?? zero) === 0n && lines.length > 0)
    return zero;
  return fen((told ?? billedMovement(paper, lines)) - booked);
};

/** A line that stands twice under one order moved once. */
const billedMovement = (paper: Paper, lines: readonly BilledLine[]): Fen => {
  const orders = new Map<string, Fen>();
  for (const { orderNo, amount, fee, status } of lines)
    if (status === statusOn(paper)) orders.set(orderNo, movedBy(paper, amount, fee));
  let sum = zero;
  for (const amount of orders.values()) sum = plus(sum, amount);
  return sum;
};
