import { amountText } from '../money.ts';
import { maturityDays } from '../policy/withdrawal-policy.ts';
import { ok, refuse } from '../result.ts';
import { addDays, dayOf, monthOf } from '../time.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import type { EarningData } from './facts.ts';
import { type Account, earningKey } from './state.ts';

/**
 * One earning of one person; refused in a month before that of its completion, and under a used id
 * with other content.
 */
export const recordEarning = (
  command: AskedFor<'RecordEarning'>,
  account: Account,
): AccountDecision => {
  if (command.gross <= 0n) return refuse({ code: 'amount-not-positive' });

  // Told twice is once, for ever; told differently is a mistake somebody should hear about.
  const known =
    account.earnings.get(earningKey(command.earningId, command.performedBy)) ?? command.earlier;
  if (known !== undefined) {
    return known.fingerprint === command.fingerprint
      ? ok([])
      : refuse({ code: 'earning-differs', earningId: command.earningId });
  }

  // A repeat is looked for from the month of completion on, so no earning may be recorded before it.
  if (account.period === undefined || monthOf(command.completedAt) > account.period) {
    return refuse({ code: 'completed-in-future', completedAt: command.completedAt });
  }
  return ok([{ type: 'EarningRecorded', data: earningData(command) }]);
};

const earningData = (command: AskedFor<'RecordEarning'>): EarningData => ({
  earningId: command.earningId,
  payerId: command.payerId,
  source: command.source,
  gross: amountText(command.gross),
  fee: amountText(command.fee),
  completedAt: command.completedAt,
  availableOn: addDays(dayOf(command.completedAt), daysToMature(command)),
  ...(command.performedBy === undefined ? {} : { performedBy: command.performedBy }),
  ...(command.serviceRef === undefined ? {} : { serviceRef: command.serviceRef }),
  ...(command.contractRef === undefined ? {} : { contractRef: command.contractRef }),
  ...(command.patient === undefined ? {} : { patient: command.patient }),
  fingerprint: command.fingerprint,
});

/** An organization's money is settled by statement: maturing is a rule about withdrawing. */
const daysToMature = ({ performedBy, policy, source }: AskedFor<'RecordEarning'>): number =>
  performedBy === undefined ? maturityDays(policy, source) : 0;
