import { createHash, type Hash } from 'node:crypto';
import type { StoredFact } from '../../domain/ports/event-store.ts';
import { chainStart, claimedLink, linkHolds } from '../facts/chain.ts';

/** Whether each fact follows the one before it in its stream, by revision and by hash. */
export const chainCheck = () => {
  const reached = new Map<string, { readonly revision: number; readonly link: string }>();
  return {
    streams: () => reached.size,
    holds: (fact: StoredFact): boolean => {
      const { revision, link } = reached.get(fact.stream) ?? { revision: -1, link: chainStart };
      if (fact.revision !== revision + 1 || !linkHolds(link, fact)) return false;
      reached.set(fact.stream, { revision: fact.revision, link: claimedLink(fact.metadata) });
      return true;
    },
  };
};

/** What a fact is, wherever it lies: everything but its position. */
const identityOf = ({ stream, revision, id, type, data, metadata }: StoredFact): string =>
  JSON.stringify([stream, revision, id, type, data, metadata]);

export const isSameFact = (a: StoredFact, b: StoredFact): boolean =>
  identityOf(a) === identityOf(b);

export type LogDigest = {
  readonly add: (fact: StoredFact) => void;
  /** Goes on from here apart. */
  readonly fork: () => LogDigest;
  /** Of all facts added so far, in their order; base64url. */
  readonly value: () => string;
};

/** One digest over a whole log: equal when the facts and their order are. */
export const logDigest = (hash: Hash = createHash('sha256')): LogDigest => ({
  add: (fact) => void hash.update(`${identityOf(fact)}\n`),
  fork: () => logDigest(hash.copy()),
  value: () => hash.copy().digest('base64url'),
});
