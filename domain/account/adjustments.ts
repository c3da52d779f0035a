import { amountFromFact, amountText } from '../money.ts';
import { ok, refuse } from '../result.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import type { Account } from './state.ts';

/** A correction by finance, in fen and signed, never 0; it moves nothing until a second person approves it. */
export const proposeAdjustment = (
  command: AskedFor<'ProposeAdjustment'>,
  account: Account,
): AccountDecision => {
  if (command.amount === 0n) return refuse({ code: 'amount-not-positive' });
  const known = account.adjustments.get(command.adjustmentId);
  if (known !== undefined) {
    return amountFromFact(known.amount) === command.amount &&
      known.payerId === command.payerId &&
      known.reason === command.reason
      ? ok([])
      : refuse({ code: 'adjustment-differs', adjustmentId: command.adjustmentId });
  }
  const { adjustmentId, payerId, amount, reason, by, now } = command;
  return ok([
    {
      type: 'AdjustmentProposed',
      data: { adjustmentId, payerId, amount: amountText(amount), reason, by, at: now },
    },
  ]);
};

/** Maker and checker: whoever proposed it cannot post it. */
export const approveAdjustment = (
  command: AskedFor<'ApproveAdjustment'>,
  account: Account,
): AccountDecision => {
  const known = account.adjustments.get(command.adjustmentId);
  if (known === undefined)
    return refuse({ code: 'adjustment-unknown', adjustmentId: command.adjustmentId });
  if (known.state === 'posted') return ok([]);
  if (known.by === command.by) return refuse({ code: 'needs-second-person', first: known.by });
  const { adjustmentId, payerId, amount, reason, by } = known;
  return ok([
    {
      type: 'AdjustmentPosted',
      data: { adjustmentId, payerId, amount, reason, by, approvedBy: command.by, at: command.now },
    },
  ]);
};
