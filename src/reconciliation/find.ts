import type { PayerId } from '../../domain/identifiers.ts';
import type { Break } from '../../domain/reconciliation/breaks.ts';
import { type Judged, judge } from '../../domain/reconciliation/judge.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Day } from '../../domain/time.ts';
import { type Bills, dayBills, type GivenBills } from './bills.ts';
import {
  type FindContext,
  findContext,
  nothingMoved,
  paperOf,
  requestsMoved,
  type Told,
} from './find-context.ts';
import { findInFunds } from './find-in-funds.ts';
import { matchPaper, type PaperMatched } from './match-paper.ts';
import type { BillKind, ReconcilePorts, RunRefusal } from './ports.ts';
import { type ReadBill, readBill } from './read-bill.ts';
import type { RunResult } from './result.ts';

/** One paper: the bill as it was read, what was matched, and what was made of the rest. */
export type PaperFound = {
  readonly bill: ReadBill;
  readonly matched: PaperMatched;
  readonly judged: readonly (Judged & { readonly payerId: PayerId | undefined })[];
};

/** Finds out how a day stands, three ways, and changes nothing. */
export const findDifferences = async (
  ports: ReconcilePorts,
  day: Day,
  given: GivenBills,
  told: Told,
): Promise<Result<RunResult, RunRefusal>> => {
  const context = await findContext(ports, day, told);
  const bills = await dayBills(ports, {
    day,
    given,
    nothingMoved: (kind) => nothingMoved(context, kind),
  });
  if (!bills.ok) return bills;
  const payments = await findOnPaper(ports, context, 'payments', bills.value);
  if (!payments.ok) return payments;
  const returns = await findOnPaper(ports, context, 'returns', bills.value);
  if (!returns.ok) return returns;
  return ok(await together(ports, context, bills.value, payments.value, returns.value));
};

const findOnPaper = async (
  ports: ReconcilePorts,
  context: FindContext,
  kind: BillKind,
  bills: Bills,
): Promise<Result<PaperFound, RunRefusal>> => {
  const { day, merchants, identify, told } = context;
  const table = ports.billTable(day);
  try {
    const of = { file: bills[kind], kind, day, merchants, told };
    const bill = await readBill(ports, of, table);
    if (!bill.ok) return bill;
    const paper = paperOf(context, kind);
    const moved = requestsMoved(context, kind);
    const matched = await matchPaper(ports, paper, table, { moved, told });
    if (!matched.ok) return matched;
    const judged = matched.value.odd.map((odd) => ({
      ...judge(paper, odd, identify),
      payerId: odd.known?.payerId ?? paper.payerOf(odd.lines[0]?.merchantNo, odd.requestNo),
    }));
    return ok({ bill: bill.value, matched: matched.value, judged });
  } finally {
    table.close();
  }
};

const together = async (
  ports: ReconcilePorts,
  context: FindContext,
  bills: Bills,
  payments: PaperFound,
  returns: PaperFound,
): Promise<RunResult> => {
  const judged = [...payments.judged, ...returns.judged];
  const detail = judged.flatMap(({ breaks }) => breaks);
  const { funds, breaks } = await findInFunds(ports, context, { payments, returns, detail });
  return {
    provider: ports.providerName,
    day: context.day,
    files: [bills.payments, bills.returns],
    counts: {
      billLines: payments.bill.lines,
      returnLines: returns.bill.lines,
      ledgerPaid: payments.matched.settled,
      ledgerReturned: returns.matched.settled,
      matched: payments.matched.matched + returns.matched.matched,
      compared: payments.matched.compared + returns.matched.compared,
    },
    funds,
    breaks: onePerId([...detail, ...breaks]),
    explained: judged.flatMap(({ explains }) => explains ?? []),
  };
};

/** In the order of ids, each once. */
const onePerId = (found: readonly Break[]): readonly Break[] =>
  [...new Map(found.map((one) => [one.breakId, one])).values()].toSorted((a, b) =>
    a.breakId < b.breakId ? -1 : 1,
  );
