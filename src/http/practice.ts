import { z } from 'zod';
import { ratings } from '../../domain/practice/decider.ts';
import { monthOf } from '../../domain/time.ts';
import type { PracticeMonth } from '../../projections/achievements.ts';
import { doctorParams } from './address-params.ts';
import { told } from './answers.ts';
import { achievementsShown, reviewStored } from './practice-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { readAsked } from './read-asked.ts';
import { askingOf, type Routes } from './route-tools.ts';
import { seen, viewsAtHead } from './seen.ts';
import { words } from './words.ts';

const reviewBody = z.strictObject({
  reviewId: words.reference,
  doctorId: words.payeeId,
  rating: z.literal(ratings, 'expected a whole number from 1 to 5'),
  serviceRef: words.opaque.optional(),
  reviewedAt: words.instant,
});

/** Reviews as the platform tells them, and what a doctor has achieved. No money in it. */
export const practiceRoutes: Routes = (tools) => async (app) => {
  const { ledger, views, clock, gate } = tools;
  app.post(
    '/v1/reviews',
    {
      onRequest: gate(['platform']),
      schema: {
        summary: 'A patient reviewed a service',
        body: reviewBody,
        response: told(reviewStored),
      },
    },
    async (request, reply) => {
      const { serviceRef, ...body } = request.body;
      const { doctorId, reviewId, reviewedAt } = body;
      const now = clock.now();
      if (reviewedAt > now) return sendProblem(reply, 'out-of-time', { now });
      // The month's own stream knows its reviews; one told with another month is found by the view.
      if (!(await viewsAtHead(tools, 'achievements'))) return sendProblem(reply, 'views-behind');
      const { answer: month } = views.monthOfReview(doctorId, reviewId);
      if (month !== undefined && month !== monthOf(reviewedAt))
        return sendProblem(reply, 'review-differs', { reviewId });
      const review = { ...body, ...(serviceRef === undefined ? {} : { serviceRef }) };
      const asking = askingOf(request, `ReceiveReview:${doctorId}:${reviewId}`, now);
      const outcome = await ledger.practices.review(review, asking);
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, position } = outcome.value;
      return reply.code(facts.length > 0 ? 201 : 200).send({ reviewId, doctorId, position });
    },
  );

  app.get(
    '/v1/doctors/:doctorId/achievements',
    {
      onRequest: gate(['doctor', 'finance', 'auditor'], 'doctorId'),
      schema: {
        summary: 'Patients, reviews and services of a doctor',
        params: doctorParams,
        querystring: readAsked,
        response: { 200: achievementsShown },
      },
    },
    async (request, reply) => {
      const { doctorId } = request.params;
      const { kind } = await ledger.parties.payee(doctorId);
      if (kind === undefined) return sendProblem(reply, 'doctor-unknown', { doctorId });
      if (!(await seen(tools, request, reply, 'achievements'))) return reply;
      const { answer, position } = views.practiceMonths(doctorId);
      return { ...achieved(answer), asOf: position };
    },
  );
};

const achieved = (months: readonly PracticeMonth[]) => {
  const sum = (pick: (month: PracticeMonth) => number): number =>
    months.reduce((total, month) => total + pick(month), 0);
  const days = months.flatMap(({ since }) => since ?? []).toSorted();
  return {
    patients: sum(({ patients }) => patients),
    goodReviews: sum(({ goodReviews }) => goodReviews),
    reviews: sum(({ reviews }) => reviews),
    services: sum(({ services }) => services),
    since: days[0] ?? null,
    byMonth: months.map(({ month, patients, goodReviews, reviews, services }) => ({
      ...{ month, patients, goodReviews, reviews, services },
    })),
  };
};
