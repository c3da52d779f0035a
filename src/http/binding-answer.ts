import { z } from 'zod';
import { day, id, instant, pageOf, read, written } from './answers.ts';

export const bindingShown = z.object({
  doctorId: id,
  binding: z.object({ organizationId: id, from: day, until: instant.optional() }).nullable(),
  unbindRequest: z.object({ since: instant }).nullable(),
  ...written,
});

const bound = z.object({ organizationId: id, from: day, until: instant.optional() });
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
  ...read,
});
