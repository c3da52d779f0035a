import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  addMillis,
  addMonths,
  firstDayOf,
  type Instant,
  type Month,
  monthOf,
  startOfDay,
} from '../../domain/time.ts';
import {
  readStatement,
  type StatementRead,
  StatementTooLong,
} from '../doctor-statements/read-statement.ts';
import { statementCsv } from '../doctor-statements/statement-csv.ts';
import { statementPages } from '../doctor-statements/statement-documents.ts';
import {
  type StatementText,
  statementBody,
  statementText,
} from '../doctor-statements/statement-text.ts';
import { statementShown } from './doctor-statement-answer.ts';
import { sendProblem } from './problem.ts';
import { atLeast } from './read-asked.ts';
import type { Routes } from './route-tools.ts';
import { headOf, seen } from './seen.ts';
import { words } from './words.ts';

const params = z.strictObject({ doctorId: words.payeeId, month: words.month });
const asked = z.strictObject({
  ...atLeast,
  format: z.enum(['json', 'csv', 'pdf']).default('json'),
});

/** Another instance's clock may be behind by this much, ms: until then something may still be added to a month. */
const clocksDifferMs = 10 * 60_000;

const isOver = (month: Month, now: Instant): boolean =>
  now >= addMillis(startOfDay(firstDayOf(addMonths(month, 1))), clocksDifferMs);

/** A doctor's month: what was owed, what came, what went, line by line. */
export const doctorStatementRoutes: Routes = (tools) => async (app) => {
  const { ledger, store, clock, gate } = tools;
  app.get(
    '/v1/doctors/:doctorId/statements/:month',
    {
      onRequest: gate(['doctor', 'finance', 'auditor'], 'doctorId'),
      schema: {
        summary: 'A month: opening + earned − reversed − tax − paid + adjustments = closing',
        params,
        querystring: asked,
        response: { 200: statementShown },
      },
    },
    async (request, reply) => {
      const { doctorId, month } = request.params;
      const of = await ledger.desk.accountOf(doctorId);
      if (of === undefined) return sendProblem(reply, 'doctor-unknown', { doctorId });
      const now = clock.now();
      const { since } = of;
      if (month < since || month > monthOf(now))
        return sendProblem(reply, 'out-of-time', { since, now });
      const state = isOver(month, now) ? ('closed' as const) : ('provisional' as const);
      if (!(await seen(tools, request, reply))) return reply;
      const head = await headOf(tools);
      const read = await statementOr(() =>
        readStatement(store, { account: doctorId, month, since, state }),
      );
      if (read === undefined) return sendProblem(reply, 'too-many-lines');
      const text = statementText(read);
      const { format } = request.query;
      if (format === 'json') return { ...statementBody(text), asOf: read.position ?? head };
      return sendFile(reply, format, read, text);
    },
  );
};

const sendFile = (
  reply: FastifyReply,
  format: 'csv' | 'pdf',
  read: StatementRead,
  text: StatementText,
): FastifyReply => {
  const name = `statement-${read.statement.month}.${format}`;
  reply.header('content-disposition', `attachment; filename="${name}"`);
  return format === 'csv'
    ? reply.type('text/csv; charset=utf-8').send(statementCsv(read, text))
    : reply.type('application/pdf').send(statementPages(read, text));
};

const statementOr = async <Read>(read: () => Promise<Read>): Promise<Read | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof StatementTooLong) return undefined;
    throw error;
  }
};
