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
import { ok, refuse } from '../result.ts';
import { dayOf } from '../time.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import { type Account, type EarningKey, earningKey, type Reversed } from './state.ts';

/**
 * Takes back a part of an earning, at most what is left of it, also after it was paid; the fee
 * goes back in proportion.
 */
export const reverseEarning = (
  command: AskedFor<'ReverseEarning'>,
  account: Account,
): AccountDecision => {
  if (command.amount <= 0n) return refuse({ code: 'amount-not-positive' });

  const key = earningKey(command.earningId, command.performedBy);
  const told =
    account.reversals.get(command.reversalId) ?? command.earlier?.reversals.get(command.reversalId);
  if (told !== undefined) {
    return told.amount === command.amount && told.earning === key && told.reason === command.reason
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
