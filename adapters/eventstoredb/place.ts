import type { Position } from '../../domain/ports/event-store.ts';

/** Where an event lies in the server's log: byte offsets, sparse, compared commit first. */
export type Place = { readonly commit: bigint; readonly prepare: bigint };

const grammar = /^(0|[1-9]\d{0,19}):(0|[1-9]\d{0,19})$/;
const offsetMax = 2n ** 64n - 1n;

export const compare = (a: Place, b: Place): number => {
  if (a.commit !== b.commit) return a.commit < b.commit ? -1 : 1;
  if (a.prepare !== b.prepare) return a.prepare < b.prepare ? -1 : 1;
  return 0;
};

const parsed = (text: string): Place | undefined => {
  const [, commit, prepare] = grammar.exec(text) ?? [];
  if (commit === undefined || prepare === undefined) return undefined;
  const place = { commit: BigInt(commit), prepare: BigInt(prepare) };
  return place.commit <= offsetMax && place.prepare <= offsetMax ? place : undefined;
};

/** Both offsets are kept: events written by one transaction share their commit. */
export const positionAt = ({ commit, prepare }: Place): Position =>
  `${commit}:${prepare}` as Position;

export const placeOf = (position: Position): Place => {
  const place = parsed(position);
  if (place === undefined) throw new Error(`${position} is not a position of this store.`);
  return place;
};

export const parsePosition = (text: string): Position | undefined => {
  const place = parsed(text);
  return place && positionAt(place);
};

export const comparePositions = (a: Position, b: Position): number =>
  compare(placeOf(a), placeOf(b));
