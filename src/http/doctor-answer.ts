import { z } from 'zod';
import { id, instant, pageOf, written } from './answers.ts';

const party = { kind: z.string(), registeredAt: instant, organizationId: id.optional() };
export const doctorsPage = pageOf(z.object({ doctorId: id, ...party }));
export const doctorStored = z.object({ doctorId: id, kind: z.string(), ...written });
const consent = { doctorId: id, purpose: z.string() };
export const consentGiven = z.object({
  ...consent,
  version: z.string(),
  textHash: z.string(),
  ...written,
});
export const consentWithdrawn = z.object({ ...consent, ...written });
