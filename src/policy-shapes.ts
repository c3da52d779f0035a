import { z } from 'zod';
import { amountFromRequest, type Fen } from '../domain/money.ts';
import type { EarningSource } from '../domain/policy/withdrawal-policy.ts';
import { type Day, day } from '../domain/time.ts';
import { parsedText } from './parsed-text.ts';

const amount = parsedText<Fen>(amountFromRequest, 'an amount such as "100.00"').refine(
  (value) => value > 0n,
  'expected an amount above zero',
);
const matures = z.int().min(0).max(365);

const maturityDays = z.strictObject({
  consultation: matures,
  article: matures,
  'overtime-clinic': matures,
  activity: matures,
  'multi-site-practice': matures,
} satisfies { readonly [source in EarningSource]: z.ZodType<number> });

export const policy = z
  .strictObject({
    effectiveFrom: parsedText<Day>(day, 'a day such as "2026-11-23"'),
    version: z.string().min(1).max(64),
    minimum: amount,
    maximumPerPayout: amount,
    maximumPerDay: amount,
    requestsPerDay: z.int().min(1).max(100),
    cardCoolingOffHours: z.int().min(0).max(720),
    maturityDays,
  })
  .refine(({ minimum, maximumPerPayout }) => minimum <= maximumPerPayout, {
    path: ['maximumPerPayout'],
    message: 'expected at least the minimum',
  })
  .refine(({ maximumPerPayout, maximumPerDay }) => maximumPerPayout <= maximumPerDay, {
    path: ['maximumPerDay'],
    message: 'expected at least maximumPerPayout',
  });

export const days = (least: number, most: number) => z.int().min(least).max(most);
export const statementPolicy = z
  .strictObject({
    effectiveFrom: parsedText<Day>(day, 'a day such as "2026-11-23"'),
    version: z.string().min(1).max(64),
    issueDay: days(1, 28),
    confirmDays: days(1, 90),
    invoiceItems: z.array(z.string().min(1).max(100)).min(1).max(20),
    dueWorkingDays: days(1, 60),
    unbindReminderDays: days(1, 90),
    unbindEscalationDays: days(1, 90),
  })
  .refine(
    ({ unbindReminderDays, unbindEscalationDays }) => unbindReminderDays <= unbindEscalationDays,
    {
      path: ['unbindEscalationDays'],
      message: 'expected at least unbindReminderDays',
    },
  );
