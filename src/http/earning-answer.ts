import { z } from 'zod';
import { amount, day, id, position } from './answers.ts';

export const earningRecorded = z.object({
  earningId: id,
  account: id,
  availableOn: day,
  position,
  parts: z
    .array(z.object({ doctorId: id, account: id, gross: amount }))
    .optional()
    .meta({ description: "Of a team's earning: what each member gets" }),
});
export const batchRecorded = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  rejections: z
    .array(z.object({ line: z.number(), code: z.string(), detail: z.string() }))
    .meta({ description: 'The first 1,000, by line' }),
  position: position.nullable(),
});
