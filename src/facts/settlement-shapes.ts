import { z } from 'zod';
import type { SettlementFact } from '../../domain/settlement/facts.ts';
import { instant, month, payeeId, payerId, reference } from './shapes.ts';
import { fromOne } from './statement-shapes.ts';

const reach = z.object({
  period: month,
  place: z.object({ month, revision: z.int().min(0) }),
});
const brought = z.union([
  z.object({ statementId: reference, but: z.array(fromOne) }),
  z.object({ statementId: reference, only: z.array(fromOne) }),
]);
const ofSettlement = {
  organizationId: payeeId,
  payerId,
  statementId: reference,
  period: month,
  at: instant,
};

/** One shape per fact about which statement settles what. */
export const settlementShapes: {
  readonly [Type in SettlementFact['type']]: z.ZodType<
    Extract<SettlementFact, { type: Type }>['data']
  >;
} = {
  StatementBegun: z.object({
    ...ofSettlement,
    version: fromOne,
    after: reach.exactOptional(),
    upTo: reach,
    brings: z.array(brought),
  }),
  StatementReleased: z.object({
    ...ofSettlement,
    because: z.enum(['voided', 'disputed']),
    disputed: z.array(fromOne),
  }),
};
