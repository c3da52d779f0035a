import { z } from 'zod';
import { amount, id, written } from './answers.ts';

export const reversalStored = z.object({ reversalId: id, earningId: id, amount, ...written });
export const holdPlaced = z.object({ holdId: id, payerId: id, amount, ...written });
export const holdReleased = z.object({ holdId: id, ...written });
export const adjustmentStored = z.object({
  adjustmentId: id,
  doctorId: id,
  amount,
  state: z.enum(['pending', 'posted']),
  ...written,
});
