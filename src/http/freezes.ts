import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type FreezeScope, scopeOfProvider } from '../../domain/payout/freeze-scope.ts';
import { providerIds } from '../../domain/payout/provider-contract.ts';
import { callerOf } from './auth.ts';
import { freezeActed } from './freeze-answer.ts';
import { listFreezes } from './freezes-shown.ts';
import { payerSwitch } from './payer-freeze.ts';
import { sendRefusal } from './problem.ts';
import { askingOf, noBody, type Routes, type RouteTools } from './route-tools.ts';
import { reasonStated } from './words.ts';

const providerParams = z.strictObject({ provider: z.enum(providerIds) });
const nobody = z.strictObject({});

/** One of the big switches: everything, or one provider. */
const switchRoutes =
  <Params extends z.ZodType>(
    address: string,
    what: string,
    params: Params,
    scopeOf: (params: z.output<Params>) => FreezeScope,
  ): Routes =>
  (tools) =>
  async (app) => {
    const onRequest = tools.gate(['finance']);
    const answers = { params, response: { 200: freezeActed } };
    app.post(
      `${address}/freeze`,
      { onRequest, schema: { summary: `Stop ${what}`, body: reasonStated, ...answers } },
      async (request, reply) => {
        const scope = scopeOf(request.params as z.output<Params>);
        return turn(tools, request, reply, scope, (request.body as { reason: string }).reason);
      },
    );
    app.post(
      `${address}/unfreeze`,
      {
        onRequest,
        preValidation: noBody,
        schema: { summary: `Let ${what} go on, two people together`, ...answers },
      },
      async (request, reply) =>
        turn(tools, request, reply, scopeOf(request.params as z.output<Params>), undefined),
    );
  };

/** Turns a switch on for a reason, or off. */
const turn = async (
  { ledger, clock }: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  scope: FreezeScope,
  why: string | undefined,
): Promise<FastifyReply> => {
  const now = clock.now();
  const about = { scope, now, by: callerOf(request).actor };
  const command =
    why === undefined
      ? ({ type: 'UnfreezePayouts', ...about } as const)
      : ({ type: 'FreezePayouts', ...about, reason: why } as const);
  const asking = askingOf(request, `${command.type}:${scope}:${request.id}`, now);
  const outcome = await ledger.parties.handleFreeze(command, asking);
  if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
  const { state, position } = outcome.value;
  const { frozen, unfreezeProposedBy } = state;
  return reply
    .code(200)
    .send({ scope, frozen: frozen !== undefined, unfreezeProposedBy, position });
};

/** The switches that stop payouts; withdrawals go on being accepted, and what waits goes on afterwards. */
export const freezeRoutes: Routes = (tools) => async (app) => {
  const everything = switchRoutes('/v1/payouts', 'all payouts', nobody, () => 'all');
  const provider = switchRoutes(
    '/v1/providers/:provider',
    'payouts through a provider',
    providerParams,
    ({ provider: id }) => scopeOfProvider(id),
  );
  for (const routes of [everything, provider, payerSwitch, listFreezes])
    await app.register(routes(tools));
};
