import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { accountsOfPayer } from '../../domain/books/chart.ts';
import type { PayerId } from '../../domain/identifiers.ts';
import { amountText, minus, zero } from '../../domain/money.ts';
import { type Month, monthOf } from '../../domain/time.ts';
import { csvTable } from '../documents/csv-table.ts';
import { xlsxTable } from '../documents/xlsx-table.ts';
import {
  type WithholdingLine,
  withholdingColumns,
  withholdingLines,
  withholdingRow,
  withholdingSums,
  withholdingTotal,
} from '../withholding/worksheet.ts';
import { sendProblem } from './problem.ts';
import { atLeast } from './read-asked.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';
import { worksheetShown } from './withholding-answer.ts';
import { words } from './words.ts';

/** The most lines one JSON answer or spreadsheet holds; CSV is streamed at any size. */
const linesMax = 50_000;

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What a payer withheld in a month, payment by payment: for the tax declaration. */
export const withholdingRoutes: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.get(
    '/v1/payers/:payerId/withholding/:month',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'Withholding worksheet: every posting to tax-withheld of a month',
        params: z.strictObject({ payerId: words.payerId, month: words.month }),
        querystring: z.strictObject({
          ...atLeast,
          format: z.enum(['json', 'csv', 'xlsx']).default('json'),
        }),
        response: { 200: worksheetShown },
      },
    },
    async (request, reply) => {
      const { payerId, month } = request.params;
      const { registered } = await ledger.parties.payer(payerId);
      if (registered === undefined) return sendProblem(reply, 'payer-unknown', { payerId });
      const now = clock.now();
      if (month > monthOf(now)) return sendProblem(reply, 'out-of-time', { now });
      if (!(await seen(tools, request, reply, 'withholdings'))) return reply;
      const { format } = request.query;
      if (format !== 'json') return sendFile(tools, reply, payerId, month, format);
      const lines = taken(withholdingLines(tools.views, payerId, month));
      if (lines === undefined) return sendProblem(reply, 'too-many-lines');
      const { answer: book, position: asOf } = tools.views.bookOfMonth(
        accountsOfPayer(payerId).taxWithheld,
        month,
      );
      return {
        payerId,
        month,
        lines: lines.map(shownLine),
        total: sumsShown(withholdingSums(lines)),
        taxWithheld: amountText(minus(book?.credit ?? zero, book?.debit ?? zero)),
        asOf,
      };
    },
  );
};

const sendFile = async (
  { views }: RouteTools,
  reply: FastifyReply,
  payerId: PayerId,
  month: Month,
  format: 'csv' | 'xlsx',
): Promise<FastifyReply> => {
  const lines = withholdingLines(views, payerId, month);
  const disposition = `attachment; filename="withholding-${month}.${format}"`;
  if (format === 'csv') {
    const rows = lines.map(withholdingRow);
    return reply
      .headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': disposition })
      .send(Readable.from(csvTable(withholdingColumns, rows)));
  }
  const all = taken(lines);
  if (all === undefined) return sendProblem(reply, 'too-many-lines');
  const sheet = await xlsxTable({
    heading: `扣税明细 ${month}`,
    columns: withholdingColumns,
    rows: all.map(withholdingRow),
    total: withholdingTotal(withholdingSums(all)),
  });
  return reply
    .headers({ 'content-type': xlsxType, 'content-disposition': disposition })
    .send(sheet);
};

/** All lines, where they are not too many for one answer. */
const taken = (lines: IteratorObject<WithholdingLine>): readonly WithholdingLine[] | undefined => {
  const all = lines.take(linesMax + 1).toArray();
  return all.length > linesMax ? undefined : all;
};

const sumsShown = ({ gross, tax, net }: Pick<WithholdingLine, 'gross' | 'tax' | 'net'>) => ({
  gross: amountText(gross),
  tax: amountText(tax),
  net: amountText(net),
});

const shownLine = ({ account, gross, tax, net, ...line }: WithholdingLine) => ({
  ...line,
  doctorId: account,
  ...sumsShown({ gross, tax, net }),
});
