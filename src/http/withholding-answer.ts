import { z } from 'zod';
import { amount, instant, position } from './answers.ts';
import { words } from './words.ts';

const money = { gross: amount, tax: amount, net: amount };
export const worksheetShown = z.object({
  payerId: z.string(),
  month: z.string(),
  lines: z.array(
    z.object({
      at: instant,
      doctorId: z.string(),
      payoutId: z.string(),
      taxMethod: words.taxMethod,
      taxMonth: z.string().meta({ description: 'The month whose income it counts as' }),
      ...money,
    }),
  ),
  total: z.object(money),
  taxWithheld: amount.meta({ description: 'By which tax-withheld grew in this month' }),
  asOf: position.optional(),
});
