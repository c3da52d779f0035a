import type { Reference } from '../identifiers.ts';
import { amountText, type Fen } from '../money.ts';
import { ledgerDay, type PaperOf } from './agreement.ts';
import type { LedgerEvidence } from './break-evidence.ts';
import { type AutomaticAction, type Break, type BreakType, linesMax } from './breaks.ts';
import type { BilledLine, KnownPayout } from './sides.ts';

/** Makes the id of a break from what makes it this one. The same words, the same id. */
export type Identify = (words: readonly string[]) => Reference;

type What = {
  readonly type: BreakType;
  readonly cash: Fen;
  readonly automatic?: AutomaticAction | undefined;
};

type Sides = {
  readonly requestNo: string;
  readonly lines: readonly BilledLine[];
  readonly known: KnownPayout | undefined;
};

/** A break with the evidence of both sides. Days are no part of its id: tomorrow it is the same one. */
export const breakOf = (
  of: PaperOf,
  { requestNo, lines, known }: Sides,
  { type, cash, automatic }: What,
  identify: Identify,
): Break => {
  const bill = lines.map(billEvidence);
  const words = bill.map(({ orderNo, amount, fee, status }) =>
    [orderNo, amount, fee, status].join(' '),
  );
  const payerId = known?.payerId ?? of.payerOf(lines[0]?.merchantNo, requestNo);
  const isOwn = known !== undefined;
  return {
    breakId: identify([type, of.paper, requestNo, ...words.toSorted()]),
    type,
    paper: lines.length === 0 && ledgerDay(of.paper, known) === undefined ? 'funds' : of.paper,
    day: of.day,
    ...(payerId === undefined ? {} : { payerId }),
    requestNo,
    ...(isOwn ? { payoutId: known.payoutId, account: known.account } : {}),
    cash: amountText(cash),
    bill: bill.slice(0, linesMax),
    ...(isOwn ? { ledger: ledgerEvidence(known) } : {}),
    ...(of.moved === undefined ? {} : { moved: amountText(of.moved(requestNo, of.paper)) }),
    ...(automatic === undefined ? {} : { automatic }),
  };
};

const billEvidence = ({ day, line, orderNo, amount, fee, finishedAt, status }: BilledLine) => ({
  day,
  line,
  orderNo,
  amount: amountText(amount),
  fee: amountText(fee),
  finishedAt,
  status,
});

const ledgerEvidence = ({ state, net, fee, paidAt, returnedAt }: KnownPayout): LedgerEvidence => ({
  state,
  net: amountText(net),
  ...(fee === undefined ? {} : { fee: amountText(fee) }),
  ...(paidAt === undefined ? {} : { paidAt }),
  ...(returnedAt === undefined ? {} : { returnedAt }),
});
