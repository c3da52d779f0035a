import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { type Line, linesOf } from './lines.ts';
import type { Progress } from './progress.ts';
import type { Rejection } from './rejects.ts';
import type { ServiceClient } from './service-client.ts';

/** Lines per request: each answer is one durable step. */
const linesPerCall = 5_000;
/** As many refused lines an answer names; of others it says only how many they are. */
const rejectionsNamed = 1_000;

const batchAnswer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  rejections: z.array(z.object({ line: z.number(), code: z.string(), detail: z.string() })),
  position: z.string().nullish(),
});
type Answer = z.output<typeof batchAnswer>;

export type Imported = {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** What was refused, by line of the file. */
  readonly rejections: readonly Rejection[];
  readonly position: string | undefined;
};

/** Sends a file of earnings in bounded pieces, in order. */
export const importEarnings = async (
  service: ServiceClient,
  file: string,
  progress: Progress,
): Promise<Imported> => {
  const { size } = await stat(file);
  const rejections: Rejection[] = [];
  let sum: Imported = { accepted: 0, duplicates: 0, rejected: 0, rejections, position: undefined };
  for await (const piece of piecesOf(file)) {
    const first = await sent(service, piece);
    const isAllNamed = first.rejected === first.rejections.length;
    const answer = isAllNamed ? first : await allNamed(service, piece, first);
    const before = (piece[0]?.number ?? 1) - 1;
    for (const { line, code, detail } of answer.rejections) {
      rejections.push({ line: before + line, code, detail });
    }
    sum = {
      accepted: sum.accepted + answer.accepted,
      duplicates: sum.duplicates + answer.duplicates,
      rejected: sum.rejected + answer.rejected,
      rejections,
      position: answer.position ?? sum.position,
    };
    const note = `${sum.accepted} accepted, ${sum.duplicates} duplicates, ${sum.rejected} rejected`;
    progress.at(piece.at(-1)?.readTo ?? size, note);
  }
  return sum;
};

const sent = async (service: ServiceClient, piece: readonly Line[]): Promise<Answer> => {
  const { status, body } = await service.stream('/v1/earnings/batch', ndjson(piece));
  if (status !== 200) throw new Error(`The service answered ${status} to line ${piece[0]?.number}`);
  return batchAnswer.parse(body);
};

/**
 * Says a piece again in parts of which every refused line is named: what is not in the file of
 * rejects nobody mends. What was taken the first time is a duplicate now, and counts once.
 */
const allNamed = async (
  service: ServiceClient,
  piece: readonly Line[],
  { accepted: before }: Answer,
): Promise<Answer> => {
  let accepted = before;
  const rejections: Rejection[] = [];
  let position: Answer['position'];
  for (let from = 0; from < piece.length; from += rejectionsNamed) {
    const answer = await sent(service, piece.slice(from, from + rejectionsNamed));
    accepted += answer.accepted;
    position = answer.position ?? position;
    for (const { line, ...why } of answer.rejections)
      rejections.push({ line: from + line, ...why });
  }
  const rejected = rejections.length;
  return {
    accepted,
    duplicates: piece.length - accepted - rejected,
    rejected,
    rejections,
    position,
  };
};

async function* piecesOf(file: string): AsyncGenerator<readonly Line[]> {
  let piece: Line[] = [];
  for await (const line of linesOf(file)) {
    piece.push(line);
    if (piece.length < linesPerCall) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

const newline = Buffer.from('\n');

async function* ndjson(piece: readonly Line[]): AsyncGenerator<Uint8Array> {
  const joined: Buffer[] = [];
  for (const { bytes } of piece) joined.push(bytes, newline);
  yield Buffer.concat(joined);
}
