import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { EarningId } from '../../domain/identifiers.ts';
import type { Instant } from '../../domain/time.ts';
import { type Asking, isUnhandled } from '../ledger/asking.ts';
import type { EarningOutcome, EarningTold } from '../ledger/earning-told.ts';
import { unlessUnreadable } from '../ledger/stored-facts.ts';
import { jsonValue, problemsOf } from '../parsed-text.ts';
import { BatchTally, type Told } from './batch-tally.ts';
import { batchRecorded } from './earning-answer.ts';
import { earningBody, quickEarning, teamIsSound, toldFrom } from './earning-body.ts';
import { batches } from './metrics.ts';
import { ndjsonLines } from './ndjson-lines.ts';
import { sendProblem } from './problem.ts';
import { type ProblemCode, problems } from './problem-table.ts';
import { askingOf, type Routes, type RouteTools } from './route-tools.ts';
import { positionOr } from './seen.ts';
import { UnderWay } from './under-way.ts';

/** Earnings of one batch that may wait for the disk at once. */
const underWayMax = 4_000;
const batchBytesMax = 10 * 1_073_741_824;
/** How long a line waits before it is sent again to a ledger that was busy or had no store, ms. */
const pauses: readonly number[] = [10, 50, 250, 1_000, 2_000, 4_000];

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

const rejected = (code: ProblemCode, detail = problems[code].detail): Told => ({
  kind: 'rejected',
  code,
  detail,
});

/** The earning a line tells, or why it tells none. */
const earningIn = (text: string): EarningTold | Told => {
  const content = jsonValue(text);
  if (content === undefined) return rejected('malformed-json', 'expected one JSON object a line');
  const body = quickEarning(content);
  if (body !== undefined) return toldFrom(body);
  const parsed = earningBody.safeParse(content);
  if (!parsed.success) return rejected('invalid-earning', problemsOf(parsed.error).join('; '));
  return teamIsSound(parsed.data) ? toldFrom(parsed.data) : rejected('team-lacks-doctor');
};

type Attempt = Awaited<ReturnType<RouteTools['ledger']['earnings']['record']>>;

/** A single earning would be answered 503; a batch has time, so it waits and asks again. */
const recorded = (
  { ledger, clock }: RouteTools,
  about: Asking,
  told: EarningTold,
): Promise<Told> => {
  const commandId = `RecordEarning:${told.earningId}`;
  const attempt = (now: Instant) =>
    unlessUnreadable(() => ledger.earnings.record(told, { ...about, commandId, now }));
  return attempt(about.now).then((first) =>
    first.ok ? recordedAs(first.value) : untilRecorded(first, () => attempt(clock.now())),
  );
};

const recordedAs = ({ added, position }: EarningOutcome): Told => ({
  kind: added ? 'accepted' : 'duplicate',
  position,
});

const untilRecorded = async (first: Attempt, again: () => Promise<Attempt>): Promise<Told> => {
  let outcome = first;
  for (const wait of [...pauses, undefined]) {
    if (outcome.ok) return recordedAs(outcome.value);
    const { code } = outcome.refusal;
    const isPassing = isUnhandled(outcome.refusal) && code !== 'too-large';
    if (!isPassing || wait === undefined) return rejected(code);
    await pause(wait);
    outcome = await again();
  }
  throw new Error('unreachable: the last attempt always returns');
};
