import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { eventstoredbEventStore } from '../../adapters/eventstoredb/event-store.ts';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { sqliteEventStore } from '../../adapters/sqlite/event-store.ts';
import type { EventStore, StoredFact } from '../../domain/ports/event-store.ts';
import { type CopyProgress, type CopyReport, copyLog } from '../../src/copy-log.ts';
import { newFacts, readToEnd } from '../contracts/event-store-words.ts';
import { needsFaults, serverFor } from '../support/esdb-under-test.ts';
import { ledgerWorld, peopled } from '../support/ledger-world.ts';
import { happen, happenings, peopleOfHistories } from '../support/random-history.ts';

/** A ledger that has seen something. */
const ledgerLog = async (): Promise<EventStore> => {
  const world = ledgerWorld(memoryEventStore());
  await peopled(world, peopleOfHistories);
  await happen(world, fc.sample(happenings(30), { numRuns: 30, seed: 5 }).flat().slice(0, 70));
  return world.store;
};

const factsIn = async (store: EventStore): Promise<readonly Omit<StoredFact, 'position'>[]> => {
  const { facts } = await readToEnd(store, undefined, '', 500);
  return facts.map(({ position: _, ...fact }) => fact);
};

const copied = async (from: EventStore, to: EventStore): Promise<CopyReport> => {
  const outcome = await copyLog({ from, to });
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
};

const sqlite = async (t: Test, file = join(t.testdir(), 'log.sqlite')): Promise<EventStore> => {
  const store = await sqliteEventStore({ file });
  t.teardown(() => store.close());
  return store;
};

const esdb = async (t: Test, connectionString: string): Promise<EventStore> => {
  const store = await eventstoredbEventStore({ connectionString });
  t.teardown(() => store.close());
  return store;
};

t.test('a log moves from store to store and back unchanged', needsFaults, async (t) => {
  const first = await ledgerLog();
  const expected = await factsIn(first);
  t.ok(expected.length > 50);
  const stores = [
    await sqlite(t),
    await esdb(t, (await serverFor(t)).connectionString),
    memoryEventStore(),
  ];
  const digests: string[] = [];
  let from = first;
  for (const to of stores) {
    const { facts, copied: new_, digest } = await copied(from, to);
    t.equal(facts, expected.length);
    t.equal(new_, expected.length);
    t.strictSame(await factsIn(to), expected);
    t.match(await copied(first, to), { facts, copied: 0, digest }, 'once more copies nothing');
    digests.push(digest);
    from = to;
  }
  t.equal(new Set(digests).size, 1);
});

t.test('what happens after a copy is copied by the next', async (t) => {
  const [from, to] = [await ledgerLog(), memoryEventStore()];
  const { facts, digest } = await copied(from, to);
  const world = ledgerWorld(from);
  world.pass(400 * 24 * 3_600_000);
  await happen(world, fc.sample(happenings(30), { numRuns: 10, seed: 6 }).flat());
  const later = await copied(from, to);
  t.ok(later.copied > 0);
  t.equal(later.facts, facts + later.copied);
  t.not(later.digest, digest);
  t.strictSame(await factsIn(to), await factsIn(from));
});

t.test('a log that is not the beginning of the other is left alone', async (t) => {
  const from = await ledgerLog();
  const foreign = memoryEventStore();
  await foreign.append('payee-other', 'no-stream', newFacts(1));
  const differs = { code: 'target-differs', stream: 'payee-other', revision: 0 };
  t.match(await copyLog({ from, to: foreign }), { ok: false, refusal: differs });
  t.equal((await factsIn(foreign)).length, 1);

  const longer = memoryEventStore();
  await copied(from, longer);
  await longer.append('payee-other', 'no-stream', newFacts(1));
  t.match(await copyLog({ from, to: longer }), { ok: false, refusal: differs });
});

t.test('a source whose chain is broken is copied up to there and no further', async (t) => {
  const facts = await factsIn(await ledgerLog());
  const tampered = memoryEventStore();
  const broken = 40;
  for (const [index, fact] of facts.entries()) {
    const data = index === broken ? fact.data.replace(/}$/, ',"more":1}') : fact.data;
    await tampered.append(fact.stream, 'any', [{ ...fact, data }]);
  }
  const { stream, revision } = facts[broken]!;
  const to = memoryEventStore();
  const refusal = { code: 'chain-broken', stream, revision };
  t.match(await copyLog({ from: tampered, to }), { ok: false, refusal });
  t.ok((await factsIn(to)).length <= broken);
});

t.test('somebody else who writes to the target is found out', async (t) => {
  const from = await ledgerLog();
  for (const after of [1, 30]) {
    const to = memoryEventStore();
    let count = 0;
    const onProgress = ({ phase }: CopyProgress) => {
      count += 1;
      if (phase === 'copying' && count === after)
        void to.append('payee-other', 'no-stream', newFacts(1));
    };
    const outcome = await copyLog({ from, to, onProgress });
    t.match(outcome, { ok: false, refusal: { code: /target-differs|digest-differs/ } });
  }
});

t.test('a target that fails says how, and copying goes on from there', async (t) => {
  const from = await ledgerLog();
  const inner = memoryEventStore();
  let appends = 0;
  const failing: EventStore = {
    ...inner,
    append: async (...asked) => {
      appends += 1;
      if (appends === 20) return { ok: false, refusal: { code: 'access-denied' } };
      if (appends % 7 !== 0) return inner.append(...asked);
      await inner.append(...asked);
      return { ok: false, refusal: { code: 'indeterminate', detail: 'the answer was lost' } };
    },
  };
  const refusal = { code: 'target-failed', fault: { code: 'access-denied' } };
  t.match(await copyLog({ from, to: failing }), { ok: false, refusal });
  const { facts } = await copied(from, inner);
  t.equal(facts, (await factsIn(from)).length);
  t.strictSame(await factsIn(inner), await factsIn(from));
});

/** Copies in a process of its own and kills it once so many facts have been seen to. */
const killedCopy = async (from: string, to: string, facts: number): Promise<string> => {
  const script = join(import.meta.dirname, '../support/copy-process.ts');
  const child = spawn(process.execPath, [script, from, to], {
    // Without what the test runner watches its children with: this one is here to be killed.
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const closed = once(child, 'close');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    if (Number(line) >= facts) child.kill('SIGKILL');
  }
  await closed;
  if (last === '') throw new Error(errors.join(''));
  return last;
};

t.test('a copy killed in the middle goes on where it was, either way', needsFaults, async (t) => {
  const server = await serverFor(t);
  const folder = t.testdir();
  const [here, there] = [join(folder, 'here.sqlite'), join(folder, 'there.sqlite')];
  const source = await sqliteEventStore({ file: here });
  const expected = await factsIn(await ledgerLog());
  await copied(await ledgerLog(), source);
  await source.close();

  t.not(await killedCopy(here, server.connectionString, 40), 'done');
  const [reopened, moved] = [await sqlite(t, here), await esdb(t, server.connectionString)];
  const before = (await factsIn(moved)).length;
  t.ok(before >= 40 && before < expected.length, 'it was in the middle');
  t.match(await copied(reopened, moved), { copied: expected.length - before });
  t.strictSame(await factsIn(moved), expected);

  t.not(await killedCopy(server.connectionString, there, 20), 'done');
  const back = await sqlite(t, there);
  t.ok((await factsIn(back)).length >= 20);
  await copied(moved, back);
  t.strictSame(await factsIn(back), expected);
});
