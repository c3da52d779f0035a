import { z } from 'zod';
import { amountText } from '../../domain/money.ts';
import type { AttributionRow } from '../../projections/attributions.ts';
import { pageOf } from './answers.ts';
import { shown } from './words.ts';

const { amount, instant, day, position } = shown;
const id = z.string();

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

export const bound = z.object({ organizationId: id, from: day, until: instant.optional() });
const unbindRequest = z.object({
  since: instant,
  reason: z.string().optional(),
  remindedAt: instant.optional(),
  escalatedAt: instant.optional(),
});
export const boundDoctorsPage = pageOf(
  z.object({ doctorId: id, bindings: z.array(bound), unbindRequest: unbindRequest.nullable() }),
);
export const unansweredPage = pageOf(z.object({ doctorId: id, organizationId: id, unbindRequest }));
export const ownOrganizations = z.object({
  items: z.array(
    bound.extend({
      legalName: z.string(),
      attributionShown: z.boolean(),
      unbindRequest: unbindRequest.nullable(),
    }),
  ),
});

/** The sums of one month as they are shown. */
export const attributionAnswer = ({ earned, reversed, ...row }: AttributionRow) => ({
  ...row,
  earned: amountText(earned),
  reversed: amountText(reversed),
});
