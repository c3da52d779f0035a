import type {
  EventStore,
  LogPage,
  StoredFact,
  StreamPage,
} from '../../domain/ports/event-store.ts';
import { checkPageSize } from '../../domain/ports/event-store-limits.ts';
import { sequenceOf } from '../sequence-position.ts';

export const streamPage = (
  stored: readonly StoredFact[],
  { from, direction = 'forwards', max }: Parameters<EventStore['readStream']>[1],
): StreamPage => {
  checkPageSize(max);
  const facts =
    direction === 'forwards'
      ? stored.slice(from ?? 0, (from ?? 0) + max)
      : stored
          .slice(0, (from ?? stored.length) + 1)
          .reverse()
          .slice(0, max);
  return { exists: stored.length > 0, facts };
};

export const logPage = (
  log: readonly StoredFact[],
  { after, max, streamPrefixes = [''], types }: Parameters<EventStore['readAll']>[0],
): LogPage => {
  checkPageSize(max);
  const from = sequenceOf(after);
  const page = log.slice(from, from + max);
  const readTo = page.at(-1)?.position ?? after;
  return {
    facts: page.filter(
      ({ stream, type }) =>
        (types?.includes(type) ?? true) && streamPrefixes.some((start) => stream.startsWith(start)),
    ),
    readTo,
    atEnd: sequenceOf(readTo) >= log.length,
  };
};
