import { z } from 'zod';
import { earningAnswer, earningBody, teamIsSound, toldFrom } from './earning-body.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, headOf, type Routes } from './route-tools.ts';
import { shown } from './words.ts';

const recorded = z.object({
  earningId: z.string(),
  account: z.string(),
  availableOn: shown.day,
  position: shown.position,
  /** Of a team's earning only. */
  parts: z
    .array(z.object({ doctorId: z.string(), account: z.string(), gross: shown.amount }))
    .optional(),
});

/** The income path: one earning, durable before it is answered. */
export const earningRoutes: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.post(
    '/v1/earnings',
    {
      onRequest: gate(['platform']),
      schema: {
        summary: 'Record an earning',
        body: earningBody,
        response: { 200: recorded, 201: recorded },
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (!teamIsSound(body))
        return sendProblem(reply, 'team-lacks-doctor', { doctorId: body.doctorId });
      const told = toldFrom(body);
      const asking = askingOf(request, `RecordEarning:${told.earningId}`, clock.now());
      const outcome = await ledger.earnings.record(told, asking);
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { added, parts, position } = outcome.value;
      const known = position ?? (await headOf(tools));
      return reply.code(added ? 201 : 200).send(earningAnswer(told, parts, known));
    },
  );
};
