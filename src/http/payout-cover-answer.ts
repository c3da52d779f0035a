import { z } from 'zod';
import type { PayoutId } from '../../domain/identifiers.ts';
import { amountText } from '../../domain/money.ts';
import { workingLines } from '../../domain/tax/working-lines.ts';
import { workingLinesZh } from '../../domain/tax/working-zh.ts';
import type { AccountHistory } from '../views/account-histories.ts';
import { amount, id } from './answers.ts';

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
