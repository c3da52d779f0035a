import type {
  Appended,
  AppendFault,
  ExpectedRevision,
  NewFact,
} from '../../domain/ports/event-store.ts';
import type { Result } from '../../domain/result.ts';
import { type AppendBatch, addAppend, emptyBatch } from './append-batch.ts';

// A batch is one transaction: large enough that flushing is cheap, small enough that nobody in it
// waits long.
const batchFactsMax = 4_000;
const batchCharactersMax = 4 * 1_048_576;

export type Answer = (outcome: Result<Appended, AppendFault>) => void;

/** A batch and whom to tell what became of it, in the order of its appends. */
export type Gathered = {
  readonly batch: AppendBatch;
  readonly answers: Answer[];
  characters: number;
};

/** About what an append takes in memory while it waits. */
export const charactersOf = (facts: readonly NewFact[]): number =>
  facts.reduce((sum, { data, metadata }) => sum + data.length + metadata.length + 100, 0);

export type Gathering = {
  readonly add: (
    append: {
      readonly stream: string;
      readonly expected: ExpectedRevision;
      readonly facts: readonly NewFact[];
    },
    characters: number,
    answer: Answer,
  ) => void;
  /** Takes the oldest batch out. */
  readonly next: () => Gathered | undefined;
};

/** Batches in the making: an append joins the youngest while that has room, so order is kept. */
export const gathering = (): Gathering => {
  const waiting: Gathered[] = [];

  const roomFor = (facts: number, characters: number): Gathered => {
    const youngest = waiting.at(-1);
    const fits =
      youngest !== undefined &&
      youngest.batch.ids.length + facts <= batchFactsMax &&
      youngest.characters + characters <= batchCharactersMax;
    if (fits) return youngest;
    const fresh: Gathered = { batch: emptyBatch(), answers: [], characters: 0 };
    waiting.push(fresh);
    return fresh;
  };

  return {
    add: ({ stream, expected, facts }, characters, answer) => {
      const room = roomFor(facts.length, characters);
      addAppend(room.batch, stream, expected, facts);
      room.answers.push(answer);
      room.characters += characters;
    },
    next: () => waiting.shift(),
  };
};
