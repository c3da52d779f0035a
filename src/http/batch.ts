import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Position } from '../../domain/ports/event-store.ts';
import type { Instant } from '../../domain/time.ts';
import { jsonValue, problemsOf } from '../parsed-text.ts';
import { earningBody, teamIsSound, toldFrom } from './earning-body.ts';
import { ndjsonLines, type TextLine } from './ndjson-lines.ts';
import { type ProblemCode, problems } from './problem-table.ts';
import { askingOf, type Routes, type RouteTools } from './route-tools.ts';

/** Earnings of one batch that may wait for the disk at once. */
const underWayMax = 4_000;
const rejectionsShownMax = 1_000;
const batchBytesMax = 10 * 1_073_741_824;

type Rejection = { readonly line: number; readonly code: string; readonly detail: string };
type Told = 'accepted' | 'duplicate' | Omit<Rejection, 'line'>;

/** The income path in bulk: one earning a line, any length; a bad line never stops the others. */
export const batchRoutes: Routes = (tools) => async (app) => {
  app.addContentTypeParser('application/x-ndjson', (_request, body, done) => done(null, body));
  app.post(
    '/v1/earnings/batch',
    {
      onRequest: tools.gate(['platform']),
      bodyLimit: batchBytesMax,
      schema: {
        summary: 'Record earnings, one JSON object a line',
        consumes: ['application/x-ndjson'],
      },
    },
    async (request) => {
      const batch = new Batch();
      for await (const line of ndjsonLines(request.body as Readable)) {
        if (line.text !== undefined && line.text.trim() === '') {
          batch.settle(line.number, rejected('malformed-json', 'expected one JSON object a line'));
          continue;
        }
        await batch.room();
        batch.add(line.number, record(tools, request, line, batch));
      }
      return batch.answer();
    },
  );
};

const rejected = (code: ProblemCode, detail = problems[code].detail): Omit<Rejection, 'line'> => ({
  code,
  detail,
});

const record = async (
  tools: RouteTools,
  request: FastifyRequest,
  { text }: TextLine,
  batch: Batch,
): Promise<Told> => {
  if (text === undefined) return rejected('line-too-long');
  const content = jsonValue(text);
  if (content === undefined) return rejected('malformed-json', 'expected one JSON object a line');
  const parsed = earningBody.safeParse(content);
  if (!parsed.success) return rejected('invalid-earning', problemsOf(parsed.error).join('; '));
  if (!teamIsSound(parsed.data)) return rejected('team-lacks-doctor');
  const told = toldFrom(parsed.data);
  const now: Instant = tools.clock.now();
  const asking = askingOf(request, `RecordEarning:${told.earningId}`, now);
  const outcome = await tools.ledger.earnings.record(told, asking);
  if (!outcome.ok) return rejected(outcome.refusal.code);
  batch.reached(outcome.value.position);
  return outcome.value.added ? 'accepted' : 'duplicate';
};

/** What became of the lines so far, and how many are still under way. */
class Batch {
  #accepted = 0;
  #duplicates = 0;
  #rejections: Rejection[] = [];
  #rejected = 0;
  #position: Position | undefined;
  #underWay = 0;
  #wake: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** Waits until another line may be taken. */
  async room(): Promise<void> {
    while (this.#underWay >= underWayMax) await this.#ended();
  }

  add(line: number, telling: Promise<Told>): void {
    this.#underWay += 1;
    telling
      .then(
        (told) => this.settle(line, told),
        (error: unknown) => {
          this.#failure ??= { error };
        },
      )
      .finally(() => {
        this.#underWay -= 1;
        this.#wake?.();
      });
  }

  settle(line: number, told: Told): void {
    if (told === 'accepted') this.#accepted += 1;
    else if (told === 'duplicate') this.#duplicates += 1;
    else {
      this.#rejected += 1;
      if (this.#rejections.length < rejectionsShownMax) this.#rejections.push({ line, ...told });
    }
  }

  reached(position: Position | undefined): void {
    // Lines of one batch are answered in no particular order; the furthest position covers them all.
    if (position === undefined) return;
    if (
      this.#position === undefined ||
      position.length > this.#position.length ||
      (position.length === this.#position.length && position > this.#position)
    )
      this.#position = position;
  }

  /** The answer, once every line is durable or refused. */
  async answer() {
    while (this.#underWay > 0) await this.#ended();
    if (this.#failure !== undefined) throw this.#failure.error;
    return {
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      rejected: this.#rejected,
      rejections: this.#rejections.sort((a, b) => a.line - b.line),
      position: this.#position,
    };
  }

  #ended(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
