import type { FastifyRequest } from 'fastify';
import type { PayerId } from '../../domain/identifiers.ts';
import { type Fen, total } from '../../domain/money.ts';
import { type Day, dayOf } from '../../domain/time.ts';
import { merchantsOf } from '../reconciliation/payers.ts';
import { dateParams } from './address-params.ts';
import { told } from './answers.ts';
import { callerOf } from './auth.ts';
import { handInABill } from './handed-in-bills.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { dayDecided } from './reconciliation-answers.ts';
import { askingOf, noBody, type Routes, type RouteTools } from './route-tools.ts';
import { positionOr } from './seen.ts';
import { reasonStated } from './words.ts';

const signOff: Routes = (tools) => async (app) => {
  const { ledger, reconciler, clock, gate } = tools;
  app.post(
    '/v1/reconciliations/:date/sign-off',
    {
      onRequest: gate(['finance']),
      preValidation: noBody,
      schema: {
        summary: 'Sign a day off, as somebody who did not touch it',
        params: dateParams,
        response: told(dayDecided),
      },
    },
    async (request, reply) => {
      const { date } = request.params;
      if (!(await reconciler.viewsAtHead())) return sendProblem(reply, 'views-behind');
      const now = clock.now();
      const cash = await cashPerPayer(tools, date);
      const outcome = await ledger.reconciliations.handle(
        { type: 'SignOffDay', ...about(tools, request, date), ledger: cash, today: dayOf(now) },
        askingOf(request, `SignOffDay:${date}`, now),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, state, position } = outcome.value;
      const signed = facts.find(({ type }) => type === 'DaySignedOff');
      return reply.code(facts.length > 0 ? 201 : 200).send({
        date,
        state: 'signed-off',
        signedOffBy: state.signedOffBy,
        ...(signed?.type === 'DaySignedOff' ? { carried: signed.data.carried } : {}),
        position: await positionOr(tools, position),
      });
    },
  );
};

/** Payers who share a merchant number share the account; the first of them stands for all. */
const cashPerPayer = async (
  { reconciler, views }: RouteTools,
  date: Day,
): Promise<ReadonlyMap<PayerId, Fen>> => {
  const cash = new Map<PayerId, Fen>();
  for (const payers of (await merchantsOf(reconciler.ports)).values()) {
    const [first] = payers;
    if (first === undefined) continue;
    cash.set(first, total(payers.map((payer) => views.cashAtEndOf(payer, date).answer)));
  }
  return cash;
};

const about = ({ reconciler, clock }: RouteTools, request: FastifyRequest, day: Day) => ({
  provider: reconciler.ports.providerName,
  day,
  by: callerOf(request).actor,
  now: clock.now(),
});

const reopen: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.post(
    '/v1/reconciliations/:date/reopen',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Open a signed day again, with a reason',
        params: dateParams,
        body: reasonStated,
        response: told(dayDecided),
      },
    },
    async (request, reply) => {
      const { date } = request.params;
      const { reason } = request.body;
      const outcome = await ledger.reconciliations.handle(
        { type: 'ReopenDay', ...about(tools, request, date), reason },
        askingOf(request, `ReopenDay:${date}`, clock.now()),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { state, position } = outcome.value;
      const { reopenings: reopening } = state;
      return reply.code(201).send({ date, state: 'completed', reopening, position });
    },
  );
};

/** What people decide about a day as a whole. */
export const reconciliationDeskRoutes: Routes = (tools) => async (app) => {
  for (const routes of [signOff, reopen, handInABill]) await app.register(routes(tools));
};
