import fc from 'fast-check';
import t from 'tap';
import { memoryEventStore } from '../../../adapters/memory/event-store.ts';
import type { EventStore, StoredFact } from '../../../domain/ports/event-store.ts';
import {
  ascending,
  factsIn,
  idsOf,
  itemsUntil,
  newFacts,
  positionsOf,
  readToEnd,
} from '../../contracts/event-store-words.ts';
import { appendSurely } from '../../support/append-surely.ts';
import { failAtRandom } from '../../support/esdb-random-faults.ts';
import type { EsdbServer } from '../../support/esdb-server/server.ts';
import { needsFaults, serverFor, storeOn } from '../../support/esdb-under-test.ts';
import { randomOf } from '../../support/faulty-store.ts';
import { chainHolds, storedIn } from '../../support/jar.ts';
import { doctor, earningId, hospital, month, today, worth } from '../../support/ledger-words.ts';
import { ledgerWorld, peopled } from '../../support/ledger-world.ts';
import { happen, happenings, peopleOfHistories } from '../../support/random-history.ts';
import { instanceOn, request, peopled as staffed, tell } from '../../support/small-ledger.ts';

const impatient = { deadlineMillis: 150 };

/** Appends one batch after another, and looks at each acknowledgement: is it stored by then? */
const writer = async (store: EventStore, server: EsdbServer, stream: string, batches: number) => {
  const ids: string[] = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const facts = newFacts(1 + (batch % 3));
    const expected = ids.length === 0 ? 'no-stream' : ids.length - 1;
    const { firstRevision } = await appendSurely(store, stream, expected, facts);
    const stored = server.log.stream(stream)?.events.slice(firstRevision) ?? [];
    if (`${idsOf(stored)}` !== `${idsOf(facts)}`) throw new Error('Acknowledged, but not stored.');
    ids.push(...idsOf(facts));
  }
  return { stream, ids };
};

for (const seed of [1, 2, 3, 4])
  t.test(`nothing is lost, doubled or acknowledged early, seed ${seed}`, needsFaults, async (t) => {
    const server = await serverFor(t);
    const store = await storeOn(t, server, impatient);
    const faults = failAtRandom(server, { random: randomOf(seed), oneIn: 4, mayDie: true });
    const control = new AbortController();
    const feed = store.subscribeAll({ signal: control.signal })[Symbol.asyncIterator]();
    const batches = 24;
    const writers = ['a', 'b', 'c', 'd', 'e'].map((name) => writer(store, server, name, batches));
    const total = writers.length * batches * 2;
    const heard = itemsUntil(feed, (_, items) => factsIn(items).length === total);

    const written = await Promise.all(writers);
    const followed = factsIn(await heard);
    await faults.stop();
    t.ok(faults.count() > 15, 'enough went wrong');
    const { facts } = await readToEnd(store, undefined, '', 50);
    t.strictSame(followed, facts, 'who followed heard all, once, in order');
    t.ok(ascending(store, positionsOf(facts)));
    for (const { stream, ids } of written) {
      t.strictSame(idsOf(facts.filter((fact) => fact.stream === stream)), ids);
      const own = await store.readStream(stream, { max: 100 });
      t.strictSame(
        own.facts,
        facts.filter((fact) => fact.stream === stream),
      );
    }
    control.abort();
    await feed.return?.();
  });

const withoutPositions = (facts: readonly StoredFact[]) =>
  facts.map(({ position: _, ...fact }) => fact);

t.test('a ledger writes the same facts whatever goes wrong below it', needsFaults, async (t) => {
  const history = fc.sample(happenings(30), { numRuns: 30, seed: 11 }).flat().slice(0, 150);
  const server = await serverFor(t);
  const store = await storeOn(t, server, impatient);
  const faults = failAtRandom(server, { random: randomOf(7), oneIn: 5, mayDie: false });
  const [expected, actual] = [ledgerWorld(memoryEventStore()), ledgerWorld(store)];
  for (const world of [expected, actual]) {
    await peopled(world, peopleOfHistories);
    await happen(world, history);
  }
  await faults.stop();
  t.ok(faults.count() > 10, 'enough went wrong');
  const { facts } = await readToEnd(expected.store, undefined, '', 500);
  t.ok(facts.length > 100);
  const stored = await readToEnd(store, undefined, '', 500);
  t.strictSame(withoutPositions(stored.facts), withoutPositions(facts));
});

for (const seed of [21])
  t.test(
    `two ledgers on one log are as one, whatever goes wrong, seed ${seed}`,
    needsFaults,
    async (t) => {
      const server = await serverFor(t);
      const stores = [await storeOn(t, server, impatient), await storeOn(t, server, impatient)];
      const [first] = stores;
      if (first === undefined) throw new Error('There are two');
      await staffed(first);
      const faults = failAtRandom(server, { random: randomOf(seed), oneIn: 6, mayDie: true });
      const isStored = (text: string): boolean =>
        server.log
          .stream(`account-${doctor}-2026-10`)
          ?.events.some(({ data }) => Buffer.from(data).toString().includes(text)) === true;
      /** Says it until it is taken; an answer that comes before the fact is stored would be a lie. */
      const surely = async (say: () => Promise<string>, fact: string): Promise<string> => {
        for (let attempt = 0; attempt < 100; attempt += 1) {
          const said = await say().catch((error: Error) => error.name);
          if (!/^(added|known)/.test(said)) continue;
          if (!isStored(fact)) throw new Error(`${said}, but it is not stored`);
          return said;
        }
        throw new Error(`${fact} was never taken`);
      };
      const ledgers = stores.map((store) => instanceOn(store));
      const numbers = Array.from({ length: 30 }, (_, n) => n);
      const said = await Promise.all(
        ledgers.flatMap((ledger) =>
          numbers.map((n) =>
            surely(() => tell(ledger, '40.00', { earningId: earningId(`ern-${n}`) }), `"ern-${n}"`),
          ),
        ),
      );
      const withdrawals = await Promise.all(
        ledgers.map((ledger) => surely(() => request(ledger, '1000.00', 'wdr-1'), '"wdr-1"')),
      );
      await faults.stop();
      t.ok(faults.count() > 10, 'enough went wrong');
      t.equal(said.length, 60);
      t.equal(new Set(withdrawals.map((text) => text.split(' ').slice(1).join(' '))).size, 1);
      for (const store of stores) {
        const of = { payee: doctor, since: month('2026-08') };
        const sums = (await instanceOn(store).accounts.settled(of, today)).sums.get(hospital);
        t.match(sums && worth(sums), { earned: '1200.00', inFlight: '1000.00', payable: '200.00' });
      }
      t.ok(chainHolds(await storedIn(first, `account-${doctor}-2026-10`)));
    },
  );
