import type { Position } from '../domain/ports/event-store.ts';

// Stores with one writer number their facts 1, 2, 3 …; outside they show the number as text.
const grammar = /^[1-9]\d{0,14}$/;

/** The position of the fact with this sequence number; undefined before the first fact (0). */
export const positionOf = (sequence: number): Position | undefined =>
  sequence === 0 ? undefined : parsePosition(String(sequence));

export const parsePosition = (text: string): Position | undefined =>
  grammar.test(text) ? (text as Position) : undefined;

export const sequenceOf = (position: Position | undefined): number =>
  position === undefined ? 0 : Number(position);

export const comparePositions = (a: Position, b: Position): number => sequenceOf(a) - sequenceOf(b);
