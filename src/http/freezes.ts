import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PayerId } from '../../domain/identifiers.ts';
import { type FreezeScope, scopeOfProvider } from '../../domain/payout/freeze.ts';
import { providerIds } from '../../domain/payout/provider-contract.ts';
import type { PartyRow } from '../../projections/rows.ts';
import { freezeActed, freezesShown, payerFrozen } from './answers.ts';
import { callerOf } from './auth.ts';
import { sendRefusal } from './problem.ts';
import { askingOf, atLeast, noBody, type Routes, type RouteTools, seen } from './route-tools.ts';
import { words } from './words.ts';

const reason = z.strictObject({ reason: words.reason });
const payerParams = z.strictObject({ payerId: words.payerId });
const providerParams = z.strictObject({ provider: z.enum(providerIds) });
const nobody = z.strictObject({});
/** More frozen payers than anybody looks through. */
const payersShownMax = 1_000;

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
      { onRequest, schema: { summary: `Stop ${what}`, body: reason, ...answers } },
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

/** A payer's own switch: finance's daily business, so one person is enough either way. */
const payerSwitch: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  const onRequest = gate(['finance']);
  const answers = { params: payerParams, response: { 200: payerFrozen } };
  const tell = async (
    request: FastifyRequest,
    reply: FastifyReply,
    payerId: PayerId,
    why: string | undefined,
  ): Promise<FastifyReply> => {
    const now = clock.now();
    const about = { payerId, now, by: callerOf(request).actor };
    const command =
      why === undefined
        ? ({ type: 'UnfreezePayer', ...about } as const)
        : ({ type: 'FreezePayer', ...about, reason: why } as const);
    const asking = askingOf(request, `${command.type}:${payerId}:${request.id}`, now);
    const outcome = await ledger.parties.handlePayer(command, asking);
    if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
    const { state, position } = outcome.value;
    return reply.code(200).send({ payerId, frozen: state.frozen, position });
  };
  app.post(
    '/v1/payers/:payerId/freeze',
    { onRequest, schema: { summary: "Stop a payer's payouts", body: reason, ...answers } },
    async (request, reply) => tell(request, reply, request.params.payerId, request.body.reason),
  );
  app.post(
    '/v1/payers/:payerId/unfreeze',
    {
      onRequest,
      preValidation: noBody,
      schema: { summary: "Let a payer's payouts go on", ...answers },
    },
    async (request, reply) => tell(request, reply, request.params.payerId, undefined),
  );
};

const listFreezes: Routes = (tools) => async (app) => {
  app.get(
    '/v1/freezes',
    {
      onRequest: tools.gate(['finance', 'auditor']),
      schema: {
        summary: 'Everything that is stopped',
        querystring: z.strictObject(atLeast),
        response: { 200: freezesShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      return { items: [...(await freezesNow(tools))] };
    },
  );
};

export type FreezeShown = {
  readonly scope: FreezeScope | 'payer';
  readonly payerId?: PayerId;
  readonly reason?: string;
  readonly by?: string;
  readonly since?: string;
  readonly unfreezeProposedBy?: string;
};

/** What is stopped right now: the big switches by the log itself, payers by the views. */
export const freezesNow = async ({
  ledger,
  views,
}: Pick<RouteTools, 'ledger' | 'views'>): Promise<readonly FreezeShown[]> => {
  const found: FreezeShown[] = [];
  for (const scope of ['all', ...providerIds.map(scopeOfProvider)] as const) {
    const { frozen, unfreezeProposedBy } = await ledger.parties.freeze(scope);
    if (frozen !== undefined)
      found.push({
        scope,
        ...frozen,
        ...(unfreezeProposedBy === undefined ? {} : { unfreezeProposedBy }),
      });
  }
  const { items } = views.parties('frozen payer', { limit: payersShownMax }).answer;
  return [
    ...found,
    ...items.filter(isPayer).map(({ id }) => ({ scope: 'payer' as const, payerId: id })),
  ];
};

const isPayer = (row: PartyRow): row is Extract<PartyRow, { kind: 'payer' }> =>
  row.kind === 'payer';

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
