import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { keepBill } from '../reconciliation/bills.ts';
import { dateParams } from './address-params.ts';
import { told } from './answers.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { runTold } from './reconciliation-answers.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { runDay } from './run-day.ts';
import { words } from './words.ts';

/** A bill handed in by a person: the same care as for one that was downloaded. */
export const handInABill: Routes = (tools) => async (app) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, body, done) =>
    done(null, body),
  );
  app.put(
    '/v1/reconciliations/:date/bills/:kind',
    {
      onRequest: tools.gate(['finance']),
      bodyLimit: billBytesMax,
      schema: {
        summary: "Hand in the provider's bill of a day and reconcile with it",
        params: dateParams.extend({ kind: z.enum(['payments', 'returns']) }),
        consumes: ['text/csv', 'application/octet-stream'],
        response: told(runTold),
      },
    },
    async (request, reply) =>
      request.body instanceof Readable
        ? handedIn(tools, request, reply, request.body)
        : sendProblem(reply, 'unsupported-media-type'),
  );
};

/** Of the bill itself the store of files says how much it keeps. */
const billBytesMax = 10 * 1_073_741_824;

const handedIn = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  bytes: Readable,
): Promise<FastifyReply> => {
  const { date, kind } = z
    .object({ date: words.day, kind: z.enum(['payments', 'returns']) })
    .parse(request.params);
  const name = `handed-in-${kind}-${date}`;
  const by = callerOf(request).actor;
  const kept = await keepBill(tools.reconciler.ports, { kind, name, bytes, handedInBy: by });
  if (!kept.ok) return sendRefusal(reply, kept.refusal);
  return runDay(tools, request, reply, date, { [kind]: kept.value });
};
