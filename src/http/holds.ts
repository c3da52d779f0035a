import { z } from 'zod';
import { amountText } from '../../domain/money.ts';
import { doctorParams } from './address-params.ts';
import { told } from './answers.ts';
import { holdPlaced, holdReleased } from './desk-answer.ts';
import { sendProblem } from './problem.ts';
import { noBody, type Routes } from './route-tools.ts';
import { tellAccount } from './tell-account.ts';
import { words } from './words.ts';

const hold = z.strictObject({
  holdId: words.reference,
  payerId: words.payerId,
  amount: words.amount,
  reason: words.reason,
  earningId: words.earningId.optional(),
});

export const setMoneyAside: Routes = (tools) => async (app) => {
  const { ledger, gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/holds',
    {
      onRequest: gate(['platform', 'finance']),
      schema: {
        summary: 'Set money aside',
        params: doctorParams,
        body: hold,
        response: told(holdPlaced),
      },
    },
    async (request, reply) => {
      const { doctorId } = request.params;
      const { payerId } = request.body;
      const { registered } = await ledger.parties.payer(payerId);
      if (registered === undefined) return sendProblem(reply, 'payer-unknown', { payerId });
      const { holdId, amount } = request.body;
      const placed = { holdId, payerId, amount: amountText(amount) };
      return tellAccount(
        tools,
        request,
        reply,
        doctorId,
        { type: 'PlaceHold', ...request.body },
        holdId,
        placed,
      );
    },
  );
};

export const releaseAHold: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/holds/:holdId/release',
    {
      onRequest: gate(['platform', 'finance']),
      preValidation: noBody,
      schema: {
        summary: 'Release a hold',
        params: doctorParams.extend({ holdId: words.reference }),
        response: told(holdReleased),
      },
    },
    async (request, reply) => {
      const { doctorId, holdId } = request.params;
      return tellAccount(tools, request, reply, doctorId, { type: 'ReleaseHold', holdId }, holdId, {
        holdId,
      });
    },
  );
};
