import type { AppendFault, ExpectedRevision, NewFact } from '../../domain/ports/event-store.ts';

/**
 * Many appends on their way to the writer thread. Columns rather than objects: measured, copying
 * plain arrays of strings between threads costs a third of any other layout.
 */
export type AppendBatch = {
  readonly streams: string[];
  readonly expected: ExpectedRevision[];
  /** How many facts each append has. */
  readonly counts: number[];
  readonly ids: string[];
  readonly types: string[];
  readonly data: string[];
  readonly metadata: string[];
};

export const emptyBatch = (): AppendBatch => ({
  streams: [],
  expected: [],
  counts: [],
  ids: [],
  types: [],
  data: [],
  metadata: [],
});

export const addAppend = (
  batch: AppendBatch,
  stream: string,
  expected: ExpectedRevision,
  facts: readonly NewFact[],
): void => {
  batch.streams.push(stream);
  batch.expected.push(expected);
  batch.counts.push(facts.length);
  for (const { id, type, data, metadata } of facts) {
    batch.ids.push(id);
    batch.types.push(type);
    batch.data.push(data);
    batch.metadata.push(metadata);
  }
};

/** What became of one append: where its last fact lies, or why not. */
export type AppendOutcome =
  | { readonly first: number; readonly last: number; readonly sequence: number }
  | AppendFault;

/** What became of a batch, append by append, and the sequence number of the log's last fact. */
export type BatchOutcome = { readonly outcomes: readonly AppendOutcome[]; readonly head: number };
