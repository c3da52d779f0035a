import {
  amountFromFact,
  amountText,
  exactly,
  type Fen,
  fen,
  minus,
  plus,
  roundHalfUp,
  zero,
} from '../money.ts';
import { maturityDays } from '../policy/withdrawal-policy.ts';
import { ok, refuse } from '../result.ts';
import { addDays, dayOf, monthOf } from '../time.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decide.ts';
import type { EarningData } from './facts.ts';
import { type Account, type EarningKey, earningKey, type Reversed } from './state.ts';

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

export const reverseEarning = (
  command: AskedFor<'ReverseEarning'>,
  account: Account,
): AccountDecision => {
  if (command.amount <= 0n) return refuse({ code: 'amount-not-positive' });

  const key = earningKey(command.earningId, command.performedBy);
  const told =
    account.reversals.get(command.reversalId) ?? command.earlier?.reversals.get(command.reversalId);
  if (told !== undefined) {
    return told.amount === command.amount && told.earning === key
      ? ok([])
      : refuse({ code: 'reversal-differs', reversalId: command.reversalId });
  }

  const earning = account.earnings.get(key) ?? command.earlier?.earning;
  if (earning === undefined)
    return refuse({ code: 'earning-unknown', earningId: command.earningId });

  const before = reversedSoFar(key, command, account);
  const gross = amountFromFact(earning.gross);
  const reversible = minus(gross, before.amount);
  if (command.amount > reversible) {
    return refuse({ code: 'reversal-exceeds-earning', reversible, asked: command.amount });
  }

  const feeAfter = feeShare(
    amountFromFact(earning.fee),
    plus(before.amount, command.amount),
    gross,
  );
  return ok([
    {
      type: 'EarningReversed',
      data: {
        reversalId: command.reversalId,
        earningId: command.earningId,
        payerId: earning.payerId,
        amount: amountText(command.amount),
        fee: amountText(minus(feeAfter, before.fee)),
        reason: command.reason,
        ...(earning.availableOn > dayOf(command.now) ? { maturesOn: earning.availableOn } : {}),
        ...(earning.performedBy === undefined ? {} : { performedBy: earning.performedBy }),
        at: command.now,
      },
    },
  ]);
};

const reversedSoFar = (
  key: EarningKey,
  { earlier }: AskedFor<'ReverseEarning'>,
  account: Account,
): Reversed => {
  const now = account.reversed.get(key) ?? { amount: zero, fee: zero };
  const then = earlier?.reversed ?? { amount: zero, fee: zero };
  return { amount: plus(now.amount, then.amount), fee: plus(now.fee, then.fee) };
};

/** The platform fee that goes back with a part of the gross: half up once, on the cumulative part. */
const feeShare = (fee: Fen, part: Fen, gross: Fen): Fen =>
  part === gross ? fee : roundHalfUp(exactly(fen(fee * part)).dividedBy(gross.toString()));
