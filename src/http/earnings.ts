import { told } from './answers.ts';
import { earningRecorded } from './earning-answer.ts';
import { earningAnswer, earningBody, teamIsSound, toldFrom } from './earning-body.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, type Routes } from './route-tools.ts';
import { headOf } from './seen.ts';

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
        response: told(earningRecorded),
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (!teamIsSound(body))
        return sendProblem(reply, 'team-lacks-doctor', { doctorId: body.doctorId });
      const earning = toldFrom(body);
      const asking = askingOf(request, `RecordEarning:${earning.earningId}`, clock.now());
      const outcome = await ledger.earnings.record(earning, asking);
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { added, parts, position } = outcome.value;
      const known = position ?? (await headOf(tools));
      return reply.code(added ? 201 : 200).send(earningAnswer(earning, parts, known));
    },
  );
};
