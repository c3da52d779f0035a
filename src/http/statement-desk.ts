import { statementParams } from './address-params.ts';
import { noBody, type Routes } from './route-tools.ts';
import { answers, say } from './say-about-statement.ts';
import { notStated, reasonIfAny } from './words.ts';

export const voidStatement: Routes = (tools) => async (app) => {
  app.post(
    '/v1/statements/:statementId/void',
    {
      onRequest: tools.gate(['finance']),
      schema: {
        summary: 'Take a statement back, before it is scheduled',
        params: statementParams,
        body: reasonIfAny,
        ...answers,
      },
    },
    async (request, reply) =>
      say(tools, request, reply, request.params.statementId, (id, asking) =>
        tools.ledger.statementActs.void(id, request.body?.reason ?? notStated, asking),
      ),
  );
};

export const payAgain: Routes = (tools) => async (app) => {
  app.post(
    '/v1/statements/:statementId/pay',
    {
      onRequest: tools.gate(['finance']),
      preValidation: noBody,
      schema: {
        summary: 'Pay again what of a statement was refused',
        params: statementParams,
        ...answers,
      },
    },
    async (request, reply) =>
      say(tools, request, reply, request.params.statementId, (id, asking) =>
        tools.ledger.statementProgress.schedule(id, true, asking),
      ),
  );
};
