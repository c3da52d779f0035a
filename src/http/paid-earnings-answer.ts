import { z } from 'zod';
import type { PayeeId } from '../../domain/identifiers.ts';
import { amountFromFact, amountText } from '../../domain/money.ts';
import type { PaidEarning } from '../../projections/paid-earning.ts';
import type { Views } from '../views/views.ts';
import { amount, day, id, instant, position } from './answers.ts';

export const part = {
  account: id,
  doctorId: id,
  payerId: id,
  source: z.string(),
  gross: amount,
  platformFee: amount,
  completedAt: instant,
  availableOn: day,
  reversed: amount,
  unpaid: amount.meta({ description: 'What no payout has taken yet' }),
  paidBy: z
    .array(
      z.object({
        payoutId: id,
        withdrawalId: id.optional(),
        statementId: id.optional(),
        state: z.string(),
        amount,
      }),
    )
    .meta({ description: 'The payouts that pay it; those under way and sent back included' }),
  recovered: z
    .array(z.object({ by: id, amount }))
    .meta({ description: 'What it made good of earlier money that had to be given back' }),
};
export const earningShown = z.object({
  earningId: id,
  ...part,
  parts: z.array(z.object(part)).optional().meta({ description: "A team's, one for each member" }),
  asOf: position.optional(),
});

/** What has become of an earning in one account. */
export const earningPartAnswer = (
  views: Pick<Views, 'payout'>,
  account: PayeeId,
  { data, left, reversed, paidBy, recovered }: PaidEarning,
) => ({
  account,
  doctorId: data.performedBy ?? account,
  payerId: data.payerId,
  source: data.source,
  gross: data.gross,
  platformFee: amountText(amountFromFact(data.fee)),
  completedAt: data.completedAt,
  availableOn: data.availableOn,
  reversed: amountText(reversed),
  unpaid: amountText(left),
  paidBy: [...paidBy].map(([payoutId, amountPaid]) => {
    const row = views.payout(payoutId).answer;
    // The view may be a moment behind the account.
    return {
      payoutId,
      ...row?.for,
      state: row?.state ?? 'requested',
      amount: amountText(amountPaid),
    };
  }),
  recovered: [...recovered].map(([by, of]) => ({ by, amount: amountText(of) })),
});
