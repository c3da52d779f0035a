import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PayoutState } from '../../domain/account/payout-state.ts';
import { ownPayoutId, type PayoutId } from '../../domain/identifiers.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import type { DeskCommand } from '../ledger/desk.ts';
import { payoutSeed } from '../ledger/payout-seed.ts';
import { payoutParams } from './address-params.ts';
import { callerOf } from './auth.ts';
import { payoutActed } from './payout-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, noBody, type Routes, type RouteTools } from './route-tools.ts';
import { found } from './seen.ts';
import { notStated, reasonIfAny, words } from './words.ts';

const resolution = z.strictObject({
  outcome: z.enum(['paid', 'rejected']),
  evidence: words.reason,
});

export const cancelPayout: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.post(
    '/v1/payouts/:payoutId/cancel',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Give the money back to the payee, or ask the provider to stop the payment',
        params: payoutParams,
        body: reasonIfAny,
        response: { 200: payoutActed },
      },
    },
    async (request, reply) => {
      const { payoutId } = request.params;
      const reason = request.body?.reason ?? notStated;
      const row = await payoutRow(tools, payoutId);
      // What may be at the provider cannot be taken back by us alone: it is asked to stop it.
      const type = row !== undefined && maybeThere.has(row.state) ? 'AskToStop' : 'CancelPayout';
      return act(tools, request, reply, payoutId, (by) => ({ type, payoutId, reason, by }));
    },
  );
};

const maybeThere: ReadonlySet<PayoutState> = new Set(['submitted', 'accepted', 'in-doubt']);

export const reissuePayout: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.post(
    '/v1/payouts/:payoutId/reissue',
    {
      onRequest: gate(['finance']),
      preValidation: noBody,
      schema: {
        summary: 'Pay again what the bank sent back',
        params: payoutParams,
        response: { 200: payoutActed },
      },
    },
    async (request, reply) => {
      const { payoutId } = request.params;
      const row = await payoutRow(tools, payoutId);
      if (row === undefined) return sendProblem(reply, 'payout-unknown', { payoutId });
      const cardRef = await currentCard(tools, row);
      if (cardRef === undefined) return sendProblem(reply, 'card-missing');
      return act(tools, request, reply, payoutId, (by) => ({
        type: 'ReissuePayout',
        payoutId,
        newPayoutId: reissueId(row),
        cardRef,
        by,
      }));
    },
  );
};

export const resolvePayout: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.post(
    '/v1/payouts/:payoutId/resolve',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Settle a payout in doubt, two people together',
        params: payoutParams,
        body: resolution,
        response: { 200: payoutActed },
      },
    },
    async (request, reply) => {
      const { outcome, evidence: note } = request.body;
      const { payoutId } = request.params;
      return act(tools, request, reply, payoutId, (by) => ({
        type: 'ResolvePayout',
        payoutId,
        outcome,
        note,
        by,
      }));
    },
  );
};

const payoutRow = (tools: RouteTools, id: PayoutId): Promise<PayoutRow | undefined> =>
  found(tools, () => tools.views.payout(id).answer);

/** The new number derives from the old one, so that asking twice reissues once. */
const reissueId = ({ payoutId, account }: PayoutRow): PayoutId =>
  ownPayoutId(`R${payoutSeed(account, payoutId)}`);

/** The payee may have changed the card since: the money goes to the one bound now. */
const currentCard = async ({ ledger }: RouteTools, row: PayoutRow) => {
  const { registered } = await ledger.parties.organization(row.account);
  if (registered !== undefined) return registered.accountRef;
  return (await ledger.parties.payee(row.account)).card?.cardRef;
};

const act = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  payoutId: PayoutId,
  commandFor: (by: string) => DeskCommand,
): Promise<FastifyReply> => {
  const { ledger, clock } = tools;
  const row = await payoutRow(tools, payoutId);
  if (row === undefined) return sendProblem(reply, 'payout-unknown', { payoutId });
  const command = commandFor(callerOf(request).actor);
  const asking = askingOf(request, `${command.type}:${payoutId}:${request.id}`, clock.now());
  const outcome = await ledger.desk.handle(row.account, command, asking);
  if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
  const { state, position } = outcome.value;
  const payout = state.payouts.get(payoutId);
  const stopAsked = payout?.stopAsked === true ? { stopAsked: true } : {};
  const proposal = payout?.proposal === undefined ? {} : { proposal: payout.proposal };
  const reissued = command.type === 'ReissuePayout' ? { reissuedAs: command.newPayoutId } : {};
  return reply
    .code(200)
    .send({ payoutId, state: payout?.state, ...stopAsked, ...proposal, ...reissued, position });
};
