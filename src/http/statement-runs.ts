import { z } from 'zod';
import { settlingJobs } from '../settling/job-names.ts';
import { SettlingJobs } from '../settling/jobs.ts';
import { instant, position, read } from './answers.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { readAsked } from './read-asked.ts';
import type { Routes } from './route-tools.ts';
import { headOf, seen } from './seen.ts';
import { words } from './words.ts';

const counts = z.record(z.string(), z.number());
const outcome = z.enum(['done', 'failed']);
const runMade = z.object({
  period: z.string(),
  run: z.number(),
  outcome,
  counts,
  position: position.optional(),
});
const runRead = z.object({
  period: z.string(),
  run: z.number(),
  startedAt: instant,
  finished: z.object({ outcome, counts, at: instant }).optional(),
  ...read,
});

/** The run that issues a month's statements, by hand: the same as by the clock, and recorded alike. */
export const statementRunRoutes: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  const jobs = new SettlingJobs(tools);

  app.post(
    '/v1/statement-runs',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Issue what is missing of a month’s statements, of all organizations',
        body: z.strictObject({ period: words.month }),
        response: { 200: runMade },
      },
    },
    async (request, reply) => {
      const { period } = request.body;
      const now = clock.now();
      if (period > now.slice(0, 7)) return sendProblem(reply, 'period-to-come', { now });
      const who = { actor: callerOf(request).actor, correlation: request.id };
      const made = await jobs.issueMonth(period, who);
      if (!made.ok) return sendRefusal(reply, made.refusal);
      const { run, outcome: how, counts: what } = made.value;
      const position = await headOf(tools);
      return { period, run, outcome: how, counts: { ...what }, position };
    },
  );

  app.get(
    '/v1/statement-runs/:month',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'The newest run for a month, and what it did',
        params: z.strictObject({ month: words.month }),
        querystring: readAsked,
        response: { 200: runRead },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const asOf = await headOf(tools);
      const period = request.params.month;
      const { last } = await ledger.jobs.state({ name: settlingJobs.issue, period });
      if (last === undefined) return sendProblem(reply, 'not-run', { period });
      const { finished, ...run } = last;
      return {
        period,
        ...run,
        ...(finished === undefined
          ? {}
          : { finished: { ...finished, counts: { ...finished.counts } } }),
        asOf,
      };
    },
  );
};
