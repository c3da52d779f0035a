import { z } from 'zod';
import type { PayeeId, PayoutId } from '../../domain/identifiers.ts';
import { amountFromFact, amountText } from '../../domain/money.ts';
import { workingLines } from '../../domain/tax/working-lines.ts';
import { workingLinesZh } from '../../domain/tax/working-zh.ts';
import type { PaidEarning } from '../../projections/paid-earning.ts';
import type { AccountHistory } from '../views/account-histories.ts';
import type { Views } from '../views/views.ts';
import { amount, day, id, instant, position } from './answers.ts';

/** The most earnings one payout lists; how many there are is always said. */
const earningsMax = 1_000;

/** What is told of a payout beside its life. Left out of an account too long to be looked through. */
export const payoutCoverShown = {
  working: z
    .array(z.string())
    .optional()
    .meta({ description: 'How the withholding was worked out, line by line' }),
  workingZh: z.array(z.string()).optional().meta({ description: 'The same in Chinese' }),
  earnings: z
    .array(z.object({ earningId: id, doctorId: id.optional(), amount }))
    .optional()
    .meta({ description: 'What it pays, first in, first out: the first 1,000' }),
  earningsCount: z.number().optional(),
  adjustments: amount.optional().meta({ description: 'What adjustments added to the earnings' }),
};

/** The earnings a payout pays, and how it was taxed. */
export const coverAnswer = (history: AccountHistory | undefined, payout: PayoutId) => {
  const cover = history?.paid.coverOf(payout);
  if (history === undefined || cover === undefined) return {};
  const working = history.working(payout);
  const earnings = [...cover.earnings].slice(0, earningsMax);
  return {
    ...(working === undefined
      ? {}
      : { working: [...workingLines(working)], workingZh: [...workingLinesZh(working)] }),
    earnings: earnings.map(([{ data }, part]) => ({
      earningId: data.earningId,
      ...(data.performedBy === undefined ? {} : { doctorId: data.performedBy }),
      amount: amountText(part),
    })),
    earningsCount: cover.earnings.size,
    adjustments: amountText(cover.adjustments),
  };
};

const part = {
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
