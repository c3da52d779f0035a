import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { EarningId } from '../../domain/identifiers.ts';
import { BatchTally, type Told } from './batch-tally.ts';
import { batchRecorded } from './earning-answer.ts';
import { batches } from './metrics.ts';
import { ndjsonLines } from './ndjson-lines.ts';
import { sendProblem } from './problem.ts';
import { earningIn, recorded, rejected } from './record-line.ts';
import { askingOf, type Routes, type RouteTools } from './route-tools.ts';
import { positionOr } from './seen.ts';
import { UnderWay } from './under-way.ts';

/** Earnings of one batch that may wait for the disk at once. */
const underWayMax = 4_000;
const batchBytesMax = 10 * 1_073_741_824;

/** The income path in bulk: one earning a line, any length; a bad line never stops the others. */
export const batchRoutes: Routes = (tools) => async (app) => {
  app.removeAllContentTypeParsers();
  // What is packed would be read as lines of nonsense, each of them refused.
  app.addContentTypeParser('application/x-ndjson', ({ headers }, body, done) =>
    done(null, (headers['content-encoding'] ?? 'identity') === 'identity' ? body : undefined),
  );
  app.post(
    '/v1/earnings/batch',
    {
      onRequest: tools.gate(['platform']),
      bodyLimit: batchBytesMax,
      schema: {
        summary: 'Record earnings, one JSON object a line',
        description:
          'Each line is a body of POST /v1/earnings, at most 64 KiB. A bad line never stops the others.',
        consumes: ['application/x-ndjson'],
        response: { 200: batchRecorded },
      },
    },
    async (request, reply) =>
      request.body instanceof Readable
        ? recordAll(tools, request, request.body)
        : sendProblem(reply, 'unsupported-media-type'),
  );
};

const recordAll = async (tools: RouteTools, request: FastifyRequest, body: Readable) => {
  const tally = new BatchTally(tools.store.comparePositions);
  const underWay = new UnderWay(underWayMax);
  batches.add(underWay);
  try {
    await recordLines(tools, request, body, tally, underWay);
    await underWay.ended();
  } finally {
    batches.delete(underWay);
  }
  return tally.answer(await positionOr(tools, tally.position));
};

const recordLines = async (
  tools: RouteTools,
  request: FastifyRequest,
  body: Readable,
  tally: BatchTally,
  underWay: UnderWay,
): Promise<void> => {
  const last = new Map<EarningId, Promise<Told>>();
  for await (const lines of ndjsonLines(body)) {
    // What came in one piece came at one time.
    const about = askingOf(request, '', tools.clock.now());
    for (const { number, text } of lines) {
      const told = text === undefined ? rejected('line-too-long') : earningIn(text);
      if ('kind' in told) {
        tally.count(number, told);
        continue;
      }
      if (underWay.isFull) await underWay.room();
      const { earningId } = told;
      const record = () => recorded(tools, about, told);
      // Of two lines with one id the first must win, whatever each of them has to wait for.
      const recording = last.get(earningId)?.then(record, record) ?? record();
      last.set(earningId, recording);
      underWay.add(recording, (outcome) => {
        if (last.get(earningId) === recording) last.delete(earningId);
        tally.count(number, outcome);
      });
    }
  }
};
