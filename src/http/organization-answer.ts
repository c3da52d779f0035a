import { z } from 'zod';
import { amountText } from '../../domain/money.ts';
import type { AttributionRow } from '../../projections/attributions.ts';
import { amount, id, pageOf, position, written } from './answers.ts';

export const termsStored = z.object({
  organizationId: id,
  attributionShown: z.boolean(),
  position: position.optional(),
});

const sums = {
  organizationId: id,
  payerId: id,
  month: z.string(),
  services: z.number(),
  earned: amount.meta({ description: 'By the services of this month, whenever recorded' }),
  reversed: amount.meta({ description: 'Taken back in this month, of services of any month' }),
};
export const monthsPage = pageOf(
  z.object({
    ...sums,
    statements: z.array(
      z.object({ statementId: id, version: z.number(), state: z.string(), total: amount }),
    ),
  }),
);
const attribution = z.object({ ...sums, doctorId: id });
export const attributionsPage = pageOf(attribution);

/** The sums of one month as they are shown. */
export const attributionAnswer = ({ earned, reversed, ...row }: AttributionRow) => ({
  ...row,
  earned: amountText(earned),
  reversed: amountText(reversed),
});

export const organizationStored = z.object({
  organizationId: id,
  legalName: z.string(),
  bankCode: z.string(),
  ...written,
});
