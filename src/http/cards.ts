import { z } from 'zod';
import { checkCardNumber } from '../../domain/payee/card-number.ts';
import type { BoundCard } from '../../domain/payee/state.ts';
import type { SafeCard } from '../../domain/ports/vault.ts';
import { doctorParams } from './address-params.ts';
import { told } from './answers.ts';
import { cardBound, cardRemoved, cardShown } from './card-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { readAsked } from './read-asked.ts';
import { askingOf, noBody, policyNow, type Routes } from './route-tools.ts';
import { headOf, seen } from './seen.ts';
import { words } from './words.ts';

const card = z.strictObject({
  // The message must not repeat what was sent.
  cardNumber: z.string().regex(/^[0-9]{12,19}$/, 'expected 12–19 digits'),
  bankCode: words.bankCode,
  confirmed: z.boolean().optional(),
});

/** What may be shown of a card. The number is never returned. */
const shownCard = ({ bankCode, last4 }: SafeCard, { boundAt, usableFrom }: BoundCard) => ({
  bankCode,
  last4,
  boundAt,
  usableFrom,
});

const bindCard: Routes = (tools) => async (app) => {
  const { ledger, vault, clock, gate, issuerKnown } = tools;
  app.put(
    '/v1/doctors/:doctorId/bank-card',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      schema: {
        summary: 'Bind a bank card',
        params: doctorParams,
        body: card,
        response: told(cardBound),
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { doctorId } = request.params;
      const { cardNumber, bankCode, confirmed } = request.body;
      const payee = await ledger.parties.payee(doctorId);
      if (payee.kind === undefined) return sendProblem(reply, 'doctor-unknown', { doctorId });
      if (payee.consent === undefined)
        return sendProblem(reply, 'consent-missing', { purpose: 'payout' });
      if (confirmed !== true && checkCardNumber(cardNumber, issuerKnown) !== 'plausible') {
        return sendProblem(reply, 'card-number-unlikely');
      }
      const safe = await vault.putCard(doctorId, { cardNumber, bankCode });
      const command = {
        type: 'BindBankCard' as const,
        payee: doctorId,
        cardRef: safe.cardRef,
        bankCode,
        policy: policyNow(tools, now),
        now,
      };
      const asking = askingOf(request, `BindBankCard:${doctorId}:${request.id}`, now);
      const outcome = await ledger.parties.handlePayee(command, asking);
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, state, position } = outcome.value;
      if (state.card === undefined) throw new Error('A card just bound must be there');
      return reply
        .code(facts.length > 0 ? 201 : 200)
        .send({ ...shownCard(safe, state.card), position });
    },
  );
};

const seeCard: Routes = (tools) => async (app) => {
  const { ledger, vault, gate } = tools;
  app.get(
    '/v1/doctors/:doctorId/bank-card',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      schema: {
        summary: 'The bound card, masked',
        params: doctorParams,
        querystring: readAsked,
        response: { 200: cardShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { doctorId } = request.params;
      const asOf = await headOf(tools);
      const { card: bound } = await ledger.parties.payee(doctorId);
      const safe = bound === undefined ? undefined : await vault.card(doctorId, bound.cardRef);
      if (bound === undefined || safe === undefined) return sendProblem(reply, 'not-found');
      return { ...shownCard(safe, bound), asOf };
    },
  );
};

const removeCard: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.delete(
    '/v1/doctors/:doctorId/bank-card',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      preValidation: noBody,
      schema: {
        summary: 'Remove the bound card',
        params: doctorParams,
        response: { 200: cardRemoved },
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { doctorId } = request.params;
      const asking = askingOf(request, `RemoveBankCard:${doctorId}:${request.id}`, now);
      const outcome = await ledger.parties.handlePayee(
        { type: 'RemoveBankCard', payee: doctorId, now },
        asking,
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      return { doctorId, position: outcome.value.position };
    },
  );
};

/** The bank card a doctor is paid to. */
export const cardRoutes: Routes = (tools) => async (app) => {
  for (const routes of [bindCard, seeCard, removeCard]) await app.register(routes(tools));
};
