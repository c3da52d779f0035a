import { z } from 'zod';
import { day, position } from './answers.ts';

export const reviewStored = z.object({
  reviewId: z.string(),
  doctorId: z.string(),
  position: position.optional(),
});

const counts = {
  patients: z.number().meta({ description: 'Told apart, not named' }),
  goodReviews: z.number().meta({ description: 'Rated 4 or 5' }),
  reviews: z.number(),
  services: z.number(),
};
export const achievementsShown = z.object({
  ...counts,
  since: day.nullable().meta({ description: 'The day of the first service' }),
  byMonth: z
    .array(z.object({ month: z.string(), ...counts }))
    .meta({ description: 'Patients in the month they were first met' }),
  asOf: position.optional(),
});
