import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import { leaseStream } from '../../domain/lease/decider.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { addMillis } from '../../domain/time.ts';
import { parseLeaseFact } from '../../src/facts/codec.ts';
import { Leases } from '../../src/payouts/leases.ts';
import { shareOf, shares } from '../../src/payouts/shares.ts';
import { faultyStore, script } from '../support/faulty-store.ts';
import { chainHolds, storedIn } from '../support/jar.ts';
import { today } from '../support/ledger-words.ts';

const lastsMs = 30_000;
/** An account of each share. */
const accounts: readonly PayeeId[] = Array.from({ length: 200 }, (_, n) => `doc-${n}` as PayeeId);
const inShare = (share: number): PayeeId => {
  const found = accounts.find((account) => shareOf(account) === share);
  if (found === undefined) throw new Error('Too few accounts for so many shares');
  return found;
};
const all = new Set(Array.from({ length: shares }, (_, share) => inShare(share)));
const one = inShare(3);

/** An instance with clocks of its own. */
const instance = (store: EventStore, holder: string) => {
  let [steady, wall] = [1_000 * holder.length, 0];
  const begunAnew: number[] = [];
  const leases = new Leases({
    store,
    holder: holder as Reference,
    clock: { now: () => addMillis(today, wall) },
    steady: () => steady,
    lastsMs,
    onTaken: (covers) => begunAnew.push(...[...all].filter(covers).map(shareOf)),
  });
  return {
    leases,
    begunAnew,
    look: (...accounts: readonly PayeeId[]) => leases.lookAfter(accounts),
    pass: (millis: number) => {
      steady += millis;
      wall += millis;
    },
    /** The machine sleeps: its steady clock stands still. */
    sleep: (millis: number) => {
      wall += millis;
    },
  };
};

const typesIn = async (store: EventStore, share = 3): Promise<readonly string[]> =>
  (await storedIn(store, leaseStream('payouts' as Reference, share))).map((stored) => {
    const { type, data } = parseLeaseFact(stored);
    return `${type} ${data.holder} ${data.term}`;
  });

t.test('a share of the payouts', async (t) => {
  t.test('is one instance’s, for as long as it gives signs of life', async (t) => {
    const store = memoryEventStore();
    const [here, there] = [instance(store, 'here'), instance(store, 'there')];
    await here.look(one);
    t.ok(here.leases.covers(one));
    t.strictSame(here.begunAnew, [3], 'what was remembered of its payouts is forgotten');
    for (let round = 0; round < 12; round += 1) {
      await Promise.all([here.look(one), there.look(one)]);
      t.notOk(there.leases.covers(one));
      for (const each of [here, there]) each.pass(lastsMs / 4);
    }
    t.ok(here.leases.covers(one));
    const facts = await typesIn(store);
    t.equal(facts[0], 'LeaseTaken here 1');
    t.ok(facts.slice(1).every((fact) => fact === 'LeaseRenewed here 1'));
    t.ok(chainHolds(await storedIn(store, leaseStream('payouts' as Reference, 3))));
  });

  t.test('passes to another when its holder has been silent for as long as it lasts', async (t) => {
    const store = memoryEventStore();
    const [here, there] = [instance(store, 'here'), instance(store, 'there')];
    await here.look(one);
    await there.look(one);
    here.pass(lastsMs);
    t.notOk(here.leases.covers(one), 'the holder counts from before its sign of life');
    there.pass(lastsMs - 1);
    await there.look(one);
    t.notOk(there.leases.covers(one), 'the watcher from after it was seen');
    there.pass(lastsMs / 6);
    await there.look(one);
    t.ok(there.leases.covers(one));
    t.strictSame(await typesIn(store), ['LeaseTaken here 1', 'LeaseTaken there 2']);
    await here.look(one);
    t.notOk(here.leases.covers(one), 'who wakes up late has lost it');
  });

  t.test('is not kept by who slept through, whatever one of its clocks says', async (t) => {
    const here = instance(memoryEventStore(), 'here');
    await here.look(one);
    here.sleep(lastsMs);
    t.notOk(here.leases.covers(one));
  });

  t.test('is given back when there is nothing to do, and taken by another at once', async (t) => {
    const store = memoryEventStore();
    const [here, there] = [instance(store, 'here'), instance(store, 'there')];
    await here.look(one);
    await here.look();
    here.pass(lastsMs / 2);
    await here.look();
    t.notOk(here.leases.covers(one));
    await there.look(one);
    t.ok(there.leases.covers(one));
    await there.leases.stop();
    await here.look(one);
    t.strictSame(await typesIn(store), [
      'LeaseTaken here 1',
      'LeaseReleased here 1',
      'LeaseTaken there 2',
      'LeaseReleased there 2',
      'LeaseTaken here 3',
    ]);
  });

  t.test('is not begun anew by who has had it all along', async (t) => {
    const store = memoryEventStore();
    const [here, there] = [instance(store, 'here'), instance(store, 'there')];
    const rest = async () => {
      await here.look();
      here.pass(lastsMs / 2);
      await here.look();
      await here.look(one);
    };
    await here.look(one);
    await rest();
    here.pass(2 * lastsMs);
    await here.look(one);
    t.ok(here.leases.covers(one));
    t.strictSame(here.begunAnew, [3], 'a wait for an answer longer than a lease comes to its end');
    await here.leases.stop();
    await there.look(one);
    await there.leases.stop();
    await here.look(one);
    t.strictSame(here.begunAnew, [3, 3], 'unless another had it in between');
  });

  t.test('is won by one of two who take it at once', async (t) => {
    const store = faultyStore(() => 'slow');
    const [here, there] = [instance(store, 'here'), instance(store, 'there')];
    await Promise.all([here.look(one), there.look(one)]);
    t.equal([here, there].filter(({ leases }) => leases.covers(one)).length, 1);
    t.equal((await typesIn(store)).length, 1);
  });

  t.test('is sent for only while half of its time is left', async (t) => {
    const here = instance(memoryEventStore(), 'here');
    await here.look(one);
    here.pass(lastsMs / 2 - 1);
    t.ok(here.leases.maySend(one));
    here.pass(1);
    t.notOk(here.leases.maySend(one));
    t.ok(here.leases.covers(one));
  });

  t.test('runs out where the store cannot be reached, and is taken again after', async (t) => {
    const store = faultyStore(
      script('none', ...Array.from({ length: 9 }, () => 'unavailable' as const)),
    );
    const here = instance(store, 'here');
    await here.look(one);
    for (let round = 0; round < 9; round += 1) {
      here.pass(lastsMs / 8);
      await here.look(one);
    }
    t.notOk(here.leases.covers(one));
    for (let round = 0; round < 9 && !here.leases.covers(one); round += 1) {
      here.pass(lastsMs / 6);
      await here.look(one);
    }
    t.ok(here.leases.covers(one));
  });
});

t.test('two instances with work everywhere get about half each', async (t) => {
  const store = memoryEventStore();
  const [here, there] = [instance(store, 'here'), instance(store, 'there')];
  for (let round = 0; round < shares; round += 1) {
    await here.look(...all);
    await there.look(...all);
    for (const each of [here, there]) each.pass(200);
  }
  const counts = [here, there].map(
    ({ leases }) => [...all].filter((account) => leases.covers(account)).length,
  );
  t.strictSame(counts, [shares / 2, shares / 2]);
});
