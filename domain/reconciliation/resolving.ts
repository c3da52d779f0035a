import { amountFromFact, amountText, type Fen, negated } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { AskedFor } from './commands.ts';
import type { ReconciliationDecision } from './deciding.ts';
import type { BreakAccount, BreakEntry, ReconciliationFact } from './facts.ts';
import type { ReconciliationRefusal } from './refusals.ts';
import type { BreakState, Reconciliation } from './state.ts';

type Resolve = AskedFor<'ResolveBreak'>;

/**
 * Closes a break or puts it aside. Also on a day that is signed off: what was still open then is
 * carried forward until somebody closes it.
 */
export const resolveBreak = (command: Resolve, state: Reconciliation): ReconciliationDecision => {
  const { breakId, action } = command;
  const known = state.breaks.get(breakId);
  if (known === undefined) return refuse({ code: 'break-unknown', breakId });
  if (isDoneAlready(known, command)) return ok([]);
  if (known.status === 'closed' || (known.status === 'suspended' && keepsAside(action)))
    return refuse({ code: 'break-state', breakId, state: known.status, ...doneBy(known) });
  const entry = entryFor(known, command);
  if (!entry.ok) return entry;
  return action === 'adjust'
    ? adjust(command, known, entry.value)
    : ok([resolved(command, entry.value)]);
};

/** Neither puts an amount aside a second time, nor forgets it. */
const keepsAside = (action: Resolve['action']): boolean =>
  action === 'suspense' || action === 'ignore';

const isDoneAlready = ({ status, action }: BreakState, asked: Resolve): boolean =>
  status !== 'open' && action === asked.action;

const doneBy = ({ action }: BreakState) => (action === undefined ? {} : { action });

/** A correction of the books needs two people: the first proposes, another says the same. */
const adjust = (
  command: Resolve,
  { proposedBy }: BreakState,
  entry: BreakEntry | undefined,
): ReconciliationDecision => {
  const { provider, day, breakId, comment, by, now } = command;
  if (proposedBy === undefined)
    return ok([
      {
        type: 'BreakResolutionProposed',
        data: { provider, day, breakId, comment, by, at: now },
      },
    ]);
  if (proposedBy === by) return refuse({ code: 'needs-second-person' });
  return ok([resolved({ ...command, by: proposedBy }, entry, by)]);
};

const resolved = (
  { provider, day, breakId, action, comment, by, now }: Resolve,
  entry: BreakEntry | undefined,
  approvedBy?: string,
): ReconciliationFact => ({
  type: 'BreakResolved',
  data: {
    provider,
    day,
    breakId,
    action,
    comment,
    by,
    ...(approvedBy === undefined ? {} : { approvedBy }),
    ...(entry === undefined ? {} : { entry }),
    at: now,
  },
});

/** What the action moves in the books: out of cash, out of suspense, or nothing. */
const entryFor = (
  { found, status }: BreakState,
  { action, on }: Resolve,
): Result<BreakEntry | undefined, ReconciliationRefusal> => {
  const cash = amountFromFact(found.cash);
  const { breakId, payerId } = found;
  const isBooking = action === 'suspense' || action === 'adjust';
  if (!isBooking && status === 'open') return ok(undefined);
  if (cash === 0n) return isBooking ? refuse({ code: 'nothing-to-book', breakId }) : ok(undefined);
  if (payerId === undefined) return refuse({ code: 'break-without-payer', breakId });
  const about = { payerId, on: on ?? found.day };
  if (action === 'suspense') return ok(between('cash', 'suspense', cash, about));
  if (action === 'adjust') {
    const from = status === 'suspended' ? 'suspense' : 'cash';
    const target = found.type === 'fee-diff' ? 'provider-fees' : 'adjustments';
    return ok(between(from, target, cash, about));
  }
  // It turned out right after all: what was put aside goes back.
  return ok(between('suspense', 'cash', cash, about));
};

/** A surplus debits the first account, a shortfall credits it. */
const between = (
  first: BreakAccount,
  second: BreakAccount,
  cash: Fen,
  about: Pick<BreakEntry, 'payerId' | 'on'>,
): BreakEntry =>
  cash > 0n
    ? { debit: first, credit: second, amount: amountText(cash), ...about }
    : { debit: second, credit: first, amount: amountText(negated(cash)), ...about };
