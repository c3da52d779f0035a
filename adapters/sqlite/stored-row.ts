import type { SQLOutputValue } from 'node:sqlite';
import type { StoredFact } from '../../domain/ports/event-store.ts';
import { positionOf } from '../sequence-position.ts';

/** The columns of a fact, in the order in which `storedFact` takes them. */
export const factColumns = 'position, stream, revision, id, type, data, metadata';

/** A row as SQLite gives it in array mode; the driver's types know only the other mode. */
export type Row = readonly SQLOutputValue[];
/** No row at all is a row without columns. */
export const asRow = (row: unknown): Row => (row ?? []) as Row;
export const asRows = (rows: unknown): readonly Row[] => rows as readonly Row[];

const text = (value: SQLOutputValue | undefined): string => {
  if (typeof value !== 'string') throw new Error('A stored fact lacks a text.');
  return value;
};

export const storedFact = (row: Row, streamName: (key: number) => string): StoredFact => {
  const position = positionOf(Number(row[0]));
  if (position === undefined) throw new Error('A stored fact has no position.');
  return {
    id: text(row[3]),
    type: text(row[4]),
    data: text(row[5]),
    metadata: text(row[6]),
    stream: streamName(Number(row[1])),
    revision: Number(row[2]),
    position,
  };
};
