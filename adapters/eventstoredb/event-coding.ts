import {
  type AllStreamRecordedEvent,
  binaryEvent,
  type EventData,
  type JSONType,
  jsonEvent,
  type RecordedEvent,
} from '@eventstore/db-client';
import type { NewFact, StoredFact } from '../../domain/ports/event-store.ts';
import { compare, positionAt } from './place.ts';

// What servers answer where they know no position: -1, read as unsigned.
const nowhere = { commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n };

/** The value of a text that comes out the same when it is written again, as our own texts do. */
const plainJson = (text: string): { readonly value: JSONType } | undefined => {
  const value: JSONType = JSON.parse(text);
  try {
    return JSON.stringify(value) === text ? { value } : undefined;
  } catch {
    // Nested so deep that it cannot be written again from its value.
    return undefined;
  }
};

const topBit = 0x80;

/**
 * The client parses whatever metadata is JSON, which would lose blanks and long numbers. A text
 * that would not survive gets a first byte that is no JSON and comes back as bytes, at no more cost.
 * A plain Uint8Array, because the client writes any other kind as an object.
 */
const metadataBytes = (text: string): Uint8Array => {
  const bytes = Uint8Array.from(Buffer.from(text, 'utf8'));
  if (plainJson(text) === undefined) bytes[0] = (bytes[0] ?? 0) | topBit;
  return bytes;
};

const metadataText = (metadata: unknown): string => {
  // An event without metadata is not one of ours.
  if (metadata === undefined) return '{}';
  if (!(metadata instanceof Uint8Array)) return JSON.stringify(metadata);
  const bytes = Buffer.from(metadata);
  bytes[0] = (bytes[0] ?? 0) & ~topBit;
  return bytes.toString('utf8');
};

/**
 * A fact for the wire; its texts must be JSON. Data goes as JSON wherever it comes back character
 * by character, so that people and projections on the server can read it, and as bytes elsewhere.
 */
export const toEvent = ({ id, type, data, metadata }: NewFact): EventData => {
  const plain = plainJson(data);
  const bytes = metadataBytes(metadata);
  return plain === undefined
    ? binaryEvent({ id, type, data: Buffer.from(data, 'utf8'), metadata: bytes })
    : jsonEvent({ id, type, data: plain.value, metadata: bytes });
};

export type AnyRecorded = RecordedEvent | AllStreamRecordedEvent;

/** What the server keeps for itself: statistics, metadata, links. */
export const isSystem = ({ streamId, type }: AnyRecorded): boolean =>
  streamId.startsWith('$') || type.startsWith('$');

export const toFact = (event: AnyRecorded): StoredFact => {
  const { id, type, streamId, revision, position, data, metadata } = event;
  if (position === undefined || compare(position, nowhere) === 0)
    throw new Error('The server does not tell positions when a stream is read.');
  return {
    id,
    type,
    data: event.isJson ? JSON.stringify(data) : Buffer.from(event.data).toString('utf8'),
    metadata: metadataText(metadata),
    stream: streamId,
    revision: Number(revision),
    position: positionAt(position),
  };
};
