import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { checkPageSize } from '../../domain/ports/event-store-limits.ts';
import { sequenceOf } from '../sequence-position.ts';

/** More types than there are facts of the ledger: beyond it nothing is known any more, and all is read. */
const typesMax = 1_000;

export type TypesWritten = {
  /** A commit is over, and the log's last fact then lies here. */
  readonly wrote: (types: readonly string[], head: number) => void;
  /** Certainly no fact of one of these types lies behind this one. */
  readonly noneAfter: (types: readonly string[], sequence: number) => boolean;
};

/**
 * Where the one writer has written facts of which types since it began, at `start`. Who follows the
 * log for a few seldom types need not have all others read and passed over in the database.
 */
export const typesWritten = (start: number): TypesWritten => {
  const last = new Map<string, number>();
  let knownFrom = start;
  return {
    wrote: (types, head) => {
      for (const type of types) last.set(type, head);
      if (last.size <= typesMax) return;
      last.clear();
      knownFrom = head;
    },
    noneAfter: (types, sequence) =>
      sequence >= knownFrom && types.every((type) => (last.get(type) ?? 0) <= sequence),
  };
};

/** The same reads, which go to the log's head at once where there is nothing of what is asked for. */
export const passingOverUnwritten = <Reads extends Pick<EventStore, 'readAll'>>(
  reads: Reads,
  written: TypesWritten,
  head: () => Position | undefined,
): Reads => ({
  ...reads,
  readAll: async (options) => {
    const { after, types, max } = options;
    checkPageSize(max);
    if (types === undefined || !written.noneAfter(types, sequenceOf(after)))
      return reads.readAll(options);
    const now = head();
    return { facts: [], readTo: sequenceOf(now) > sequenceOf(after) ? now : after, atEnd: true };
  },
});
