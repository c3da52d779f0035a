import { Readable } from 'node:stream';
import { z } from 'zod';
import { amountText, minus, total } from '../../domain/money.ts';
import type { BookRow } from '../../projections/rows.ts';
import { journalEntries } from '../journal/entries.ts';
import { journalFormats, journalText, journalWriter } from '../journal/formats.ts';
import { readPageOf } from '../ledger/stored-facts.ts';
import { cursorOf, fieldsOf, UnknownCursor } from '../views/list-cursor.ts';
import { trialBalanceAsOf } from '../views/trial-balance-as-of.ts';
import { streamShown, trialBalanceShown } from './book-answer.ts';
import { sendProblem } from './problem.ts';
import { atLeast, listAsked } from './read-asked.ts';
import type { Routes } from './route-tools.ts';
import { headOf, seen } from './seen.ts';
import { words } from './words.ts';

const journalAsked = z
  .strictObject({
    ...atLeast,
    from: words.day.optional(),
    to: words.day.optional(),
    format: z.enum(journalFormats).default('json'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'expected a day that is not before `from`',
  });
/** What the ledger writes; a store may hold streams of its own beside them. */
const streamName = z.string().regex(/^[a-z]+-[A-Za-z0-9._:-]{1,150}$/, 'expected a stream name');

const revisionAt = (cursor: string): number => {
  const [revision] = fieldsOf(cursor);
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 0)
    throw new UnknownCursor();
  return revision;
};

const trialBalance = (rows: readonly BookRow[]) => ({
  accounts: rows.map(({ account, debit, credit }) => ({
    account,
    debit: amountText(debit),
    credit: amountText(credit),
    balance: amountText(minus(debit, credit)),
  })),
  debit: amountText(total(rows.map(({ debit }) => debit))),
  credit: amountText(total(rows.map(({ credit }) => credit))),
});

/** The books: trial balance, journal, and the facts as they are stored. */
export const bookRoutes: Routes = (tools) => async (app) => {
  const { views, store, clock, gate } = tools;
  const readers = gate(['finance', 'auditor']);

  app.get(
    '/v1/trial-balance',
    {
      onRequest: readers,
      schema: {
        summary: 'All accounts of the books',
        querystring: z.strictObject({ ...atLeast, asOf: words.instant.optional() }),
        response: { 200: trialBalanceShown },
      },
    },
    async (request, reply) => {
      const { asOf } = request.query;
      if (asOf !== undefined) {
        const now = clock.now();
        if (asOf > now) return sendProblem(reply, 'out-of-time', { now });
        const past = await trialBalanceAsOf({ store, views }, asOf);
        if (past.position === undefined) return sendProblem(reply, 'out-of-time');
        return { ...trialBalance(past.answer), at: asOf, asOf: past.position };
      }
      if (!(await seen(tools, request, reply, 'books'))) return reply;
      const { answer, position } = views.trialBalance();
      return { ...trialBalance(answer), asOf: position };
    },
  );

  app.get(
    '/v1/journal',
    {
      onRequest: readers,
      schema: {
        summary: 'Every entry, streamed',
        description: 'As JSON one object a line, so that no reader needs to hold them all.',
        querystring: journalAsked,
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { from, to, format } = request.query;
      reply.header('content-type', journalWriter(format).contentType);
      return reply.send(Readable.from(journalText(journalEntries(store, { from, to }), format)));
    },
  );

  app.get(
    '/v1/streams/:stream',
    {
      onRequest: gate(['auditor']),
      schema: {
        summary: 'Facts as they are stored',
        params: z.strictObject({ stream: streamName }),
        querystring: listAsked,
        response: { 200: streamShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { limit, cursor } = request.query;
      const from = cursor === undefined ? 0 : revisionAt(cursor);
      const asOf = await headOf(tools);
      const { stream } = request.params;
      const { exists, facts } = await readPageOf(store, stream, { from, max: limit });
      if (!exists) return sendProblem(reply, 'stream-unknown');
      const items = facts.map(({ revision, position, id, type, data, metadata }) => ({
        revision,
        position,
        id,
        type,
        data: JSON.parse(data),
        metadata: JSON.parse(metadata),
      }));
      const next = facts.length === limit ? cursorOf([from + limit]) : null;
      return { stream, items, next, asOf };
    },
  );
};
