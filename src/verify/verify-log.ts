import { LRUCache } from 'lru-cache';
import type { RecordedFact } from '../../domain/ledger-fact.ts';
import { entriesOf } from '../../domain/ledger-fact.ts';
import { type Fen, minus, plus, zero } from '../../domain/money.ts';
import type { EventStore, Position, StoredFact } from '../../domain/ports/event-store.ts';
import { chainStart, claimedLink, linkHolds } from '../facts/chain.ts';
import { parseStored } from '../facts/parse-stored.ts';
import { growing } from '../growing.ts';
import type { Findings } from './report.ts';

const logPage = 5_000;
/** Streams whose last link is remembered; of others it is read again. */
const streamsKept = 200_000;

type Reached = { readonly revision: number; readonly link: string };
type Log = Pick<EventStore, 'readAll' | 'readStream'>;
const nothingYet: Reached = { revision: -1, link: chainStart };

/** The log from end to end: every chain, every revision, every shape, every entry. */
export const verifyLog = async (
  log: Log,
  findings: Findings,
): Promise<{ readonly facts: number; readonly streams: number }> => {
  const reached = new LRUCache<string, Reached>(growing(streamsKept));
  let streams = 0;
  let balance: Fen = zero;
  let facts = 0;
  let after: Position | undefined;
  for (let more = true; more; ) {
    const page = await log.readAll({ after, max: logPage });
    for (const stored of page.facts) {
      facts += 1;
      if (stored.revision === 0) streams += 1;
      const before = reached.get(stored.stream) ?? (await reachedBefore(log, stored));
      reached.set(stored.stream, verifyLink(stored, before, findings));
      balance = plus(balance, imbalanceOf(stored, findings));
    }
    after = page.readTo;
    more = !page.atEnd;
  }
  if (balance !== 0n) findings.add('books-unbalanced', 'all accounts', 'debits and credits differ');
  return { facts, streams };
};

/** What the log holds right before a fact of its stream. */
const reachedBefore = async (log: Log, { stream, revision }: StoredFact): Promise<Reached> => {
  if (revision === 0) return nothingYet;
  const { facts } = await log.readStream(stream, { from: revision - 1, max: 1 });
  const [before] = facts;
  return before?.revision === revision - 1
    ? { revision: before.revision, link: claimedLink(before.metadata) }
    : nothingYet;
};

const verifyLink = (stored: StoredFact, before: Reached, findings: Findings): Reached => {
  const { stream, revision, metadata } = stored;
  const where = `${stream} revision ${revision}`;
  if (revision !== before.revision + 1) {
    findings.add(
      'revision-gap',
      where,
      `expected revision ${before.revision + 1}: a fact is missing or doubled`,
    );
  } else if (!linkHolds(before.link, stored)) {
    findings.add('chain-broken', where, 'the fact is not what was written after the one before it');
  }
  return { revision, link: claimedLink(metadata) };
};

const imbalanceOf = (stored: StoredFact, findings: Findings): Fen => {
  const where = `${stored.stream} revision ${stored.revision}`;
  let recorded: RecordedFact;
  try {
    recorded = parseStored(stored);
  } catch (error) {
    findings.add('fact-unreadable', where, error instanceof Error ? error.message : 'unreadable');
    return zero;
  }
  try {
    let sum: Fen = zero;
    for (const { legs } of entriesOf(recorded)) {
      for (const { side, amount } of legs)
        sum = side === 'debit' ? plus(sum, amount) : minus(sum, amount);
    }
    return sum;
  } catch (error) {
    findings.add('entry-unbalanced', where, error instanceof Error ? error.message : 'unbalanced');
    return zero;
  }
};
