import { z } from 'zod';
import { amountText } from '../../domain/money.ts';
import { earningParams } from './address-params.ts';
import { told } from './answers.ts';
import { reversalStored } from './desk-answer.ts';
import { releaseAHold, setMoneyAside } from './holds.ts';
import { sendRefusal } from './problem.ts';
import { askingOf, type Routes } from './route-tools.ts';
import { words } from './words.ts';

const reversal = z.strictObject({
  reversalId: words.reference,
  doctorId: words.payeeId,
  amount: words.amount,
  reason: words.reason,
});

const reverseEarning: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.post(
    '/v1/earnings/:earningId/reversals',
    {
      onRequest: gate(['platform', 'finance']),
      schema: {
        summary: 'Take back an earning or a part of it',
        params: earningParams,
        body: reversal,
        response: told(reversalStored),
      },
    },
    async (request, reply) => {
      const { earningId } = request.params;
      const { doctorId, reversalId, amount, reason } = request.body;
      const asking = askingOf(request, `ReverseEarning:${doctorId}:${reversalId}`, clock.now());
      const outcome = await ledger.desk.reverse(
        doctorId,
        { reversalId, earningId, amount, reason },
        asking,
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, position } = outcome.value;
      return reply
        .code(facts.length > 0 ? 201 : 200)
        .send({ reversalId, earningId, amount: amountText(amount), position });
    },
  );
};

/** Reversals and holds. */
export const deskRoutes: Routes = (tools) => async (app) => {
  for (const routes of [reverseEarning, setMoneyAside, releaseAHold])
    await app.register(routes(tools));
};
