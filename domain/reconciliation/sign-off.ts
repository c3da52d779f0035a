import { amountFromFact, amountText, plus, zero } from '../money.ts';
import { ok, refuse } from '../result.ts';
import type { AskedFor } from './commands.ts';
import type { ReconciliationDecision } from './deciding.ts';
import type { ReconciliationRefusal } from './refusals.ts';
import type { PayerFunds } from './run-figures.ts';
import type { BreakState, Reconciliation } from './state.ts';

/** Ids that a refusal names. */
const namedMax = 20;

/**
 * Locks the day. Whoever ran it or decided in it cannot sign it; every payer's money at the
 * provider must be what our cash account says, suspense included, to the fen. Breaks that move no
 * money may be carried forward.
 */
export const signOff = (
  command: AskedFor<'SignOffDay'>,
  state: Reconciliation,
): ReconciliationDecision => {
  const { provider, day, by, now, today, ledger } = command;
  const { completed } = state;
  if (completed === undefined || state.running !== undefined)
    return refuse({ code: 'reconciliation-unknown', day });
  if (state.signedOffBy !== undefined) return ok([]);
  if (today <= day) return refuse({ code: 'day-not-over', day });
  if (state.touchedBy.has(by)) return refuse({ code: 'needs-second-person' });
  const open = [...state.breaks.values()].filter(({ status }) => status !== 'closed');
  const blocking = open.filter(blocks).map(({ found }) => found.breakId);
  if (blocking.length > 0)
    return refuse({ code: 'breaks-block-sign-off', breakIds: blocking.slice(0, namedMax) });
  for (const funds of completed.funds) {
    const refusal = fundsRefusal(funds, ledger);
    if (refusal !== undefined) return refuse(refusal);
  }
  const { run } = completed;
  const data = { provider, day, run, carried: open.length, by, at: now };
  return ok([{ type: 'DaySignedOff', data }]);
};

/** Money that differs and is neither explained nor put aside. */
const blocks = ({ status, found }: BreakState): boolean =>
  status === 'open' &&
  (found.cash !== amountText(zero) ||
    found.type === 'totals-diff' ||
    found.type === 'balance-diff');

const fundsRefusal = (
  { payerId, closing, inTransit }: PayerFunds,
  ledger: AskedFor<'SignOffDay'>['ledger'],
): ReconciliationRefusal | undefined => {
  if (closing === undefined) return { code: 'funds-unchecked', payerId };
  const ours = plus(ledger.get(payerId) ?? zero, amountFromFact(inTransit));
  return ours === amountFromFact(closing)
    ? undefined
    : { code: 'funds-differ', payerId, provider: closing, ledger: amountText(ours) };
};
