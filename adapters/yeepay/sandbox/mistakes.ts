import {
  addDays,
  type Day,
  dayOf,
  instantOfMillis,
  millisOf,
  startOfDay,
} from '../../../domain/time.ts';
import type { Discrepancy } from './discrepancy.ts';
import type { SandboxOrder } from './order.ts';

type BillOf = 'UA_PAY' | 'UA_PAY_REFUND';

/** The mistakes about single orders in one bill, by request number; the first of each counts. */
export const mistakesByOrder = (
  discrepancies: readonly Discrepancy[],
  bill: BillOf,
): ReadonlyMap<string, Discrepancy> => {
  const found = new Map<string, Discrepancy>();
  for (const one of discrepancies)
    if ('requestNo' in one && one.bill === bill && !found.has(one.requestNo))
      found.set(one.requestNo, one);
  return found;
};

/** The day whose bill tells of something that happened at a moment. */
export const billedDay = (at: number, mistake: Discrepancy | undefined): Day =>
  addDays(dayOf(instantOfMillis(at)), mistake?.kind === 'next-day' ? 1 : 0);

/** The order as the account saw it, where that too was mistaken. */
export const asMoved = (order: SandboxOrder, mistake: Discrepancy | undefined): SandboxOrder => {
  if (mistake?.kind === 'amount' && mistake.moved === true)
    return { ...order, amount: mistake.amount };
  if (mistake?.kind === 'fee' && mistake.moved === true) return { ...order, fee: mistake.amount };
  return order;
};

/** Noon, so that it is of that day whoever looks at it. */
export const duringDay = (day: Day): number => millisOf(startOfDay(day)) + 12 * 3_600_000;
