import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { faultyStore, script } from '../support/faulty-store.ts';
import { chainHolds, coinsIn, jarOn, jarStream, put, storedIn } from '../support/jar.ts';

const codeOf = (outcome: Awaited<ReturnType<typeof put>>): string =>
  outcome.ok ? `added ${outcome.value.facts.length}` : outcome.refusal.code;
const coins = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `c${n}`);

t.test('a command', async (t) => {
  t.test('is answered when its facts are in the log, and says where', async (t) => {
    const store = faultyStore(script('slow'));
    const outcome = await put(jarOn(store), 'c1');
    t.strictSame(await coinsIn(store), ['c1']);
    t.equal(outcome.ok && outcome.value.position, await store.head());
  });

  t.test('does not wait for the disk before the next is decided', async (t) => {
    const store = faultyStore(() => 'slow');
    const jar = jarOn(store);
    const outcomes = await Promise.all(coins(500).map((coin) => put(jar, coin)));
    t.ok(outcomes.every(({ ok }) => ok));
    t.strictSame(await coinsIn(store), coins(500), 'in the order they came');
    t.equal(store.appends(), 2, 'the first alone, then all that gathered behind it');
    t.ok(chainHolds(await storedIn(store)));
  });

  t.test('said again finds its first outcome', async (t) => {
    const jar = jarOn(memoryEventStore());
    t.equal(codeOf(await put(jar, 'c1')), 'added 1');
    t.equal(codeOf(await put(jar, 'c1')), 'added 0');
  });

  t.test('said again while the first is on its way waits for it', async (t) => {
    const store = faultyStore(script('slow'));
    const jar = jarOn(store);
    await jar.newest();
    const both = [put(jar, 'c1'), put(jar, 'c1')];
    t.strictSame(await coinsIn(store), []);
    t.strictSame((await Promise.all(both)).map(codeOf), ['added 1', 'added 0']);
    t.strictSame(await coinsIn(store), ['c1']);
  });

  t.test('that is refused is so by what is durable', async (t) => {
    const jar = jarOn(faultyStore(script('slow', 'slow')));
    await put(jar, 'c1');
    const filling = put(jar, 'c2', { fill: 999_999 });
    const refused = put(jar, 'c3');
    t.equal(codeOf(await filling), 'added 1');
    t.strictSame(await refused, { ok: false, refusal: { code: 'full', filled: 1_000_000 } });
  });

  t.test('whose facts are larger than an append may be is told so, and nobody else', async (t) => {
    const store = faultyStore(() => 'slow');
    const jar = jarOn(store);
    await put(jar, 'c0');
    const outcomes = await Promise.all([
      put(jar, 'c1'),
      put(jar, 'c2', { note: 'x'.repeat(1_100_000) }),
      put(jar, 'c2', { note: 'x'.repeat(1_100_000) }),
      put(jar, 'c3'),
    ]);
    t.strictSame(outcomes.map(codeOf), ['added 1', 'too-large', 'too-large', 'added 1']);
    t.strictSame(await coinsIn(store), ['c0', 'c1', 'c3']);
  });
});

t.test('a long queue', async (t) => {
  t.test('is answered to the last, repeats between the appends included', async (t) => {
    const store = faultyStore(() => 'slow');
    const jar = jarOn(store);
    const list = ['first', ...coins(2_000), 'c7', 'c8', ...coins(10), 'last', 'last'];
    const outcomes = await Promise.all(list.map((coin) => put(jar, coin)));
    t.equal(outcomes.filter(({ ok }) => ok).length, list.length);
    t.equal((await coinsIn(store)).length, 2_002);
  });

  t.test('that is full takes nobody more', async (t) => {
    const jar = jarOn(faultyStore(() => 'slow'));
    await put(jar, 'c');
    const puts = Array.from({ length: 20_002 }, (_, n) => put(jar, `${n % 1_000}`));
    const outcomes = await Promise.all(puts);
    t.strictSame(outcomes.slice(-1).map(codeOf), ['busy']);
    t.equal(outcomes.filter(({ ok }) => ok).length, 20_001, 'one on its way, 20,000 behind it');
  });
});

t.test('an append whose answer is lost', async (t) => {
  t.test('was made once, whether it was made the first time or the second', async (t) => {
    for (const fault of ['lost-after', 'lost-before'] as const) {
      const store = faultyStore(script(fault));
      const jar = jarOn(store);
      t.equal(codeOf(await put(jar, 'c1')), 'added 1');
      t.equal(codeOf(await put(jar, 'c2')), 'added 1');
      t.strictSame(await coinsIn(store), ['c1', 'c2']);
      t.ok(chainHolds(await storedIn(store)));
    }
  });

  t.test('for good is an unknown outcome; who asks again finds out', async (t) => {
    const lost = [
      'lost-before',
      'lost-before',
      'lost-before',
      'lost-before',
      'lost-after',
    ] as const;
    const store = faultyStore(script(...lost));
    const jar = jarOn(store);
    const [first, same] = await Promise.all([put(jar, 'c1'), put(jar, 'c1')]);
    t.equal(codeOf(first), 'outcome-unknown');
    t.equal(codeOf(same), 'added 0', 'it looked again, and it was there');
    t.equal(codeOf(await put(jar, 'c1')), 'added 0');
    t.strictSame(await coinsIn(store), ['c1']);
  });
});

t.test('a store that does nothing', async (t) => {
  for (const [fault, code] of [
    ['overloaded', 'busy'],
    ['unavailable', 'store-unavailable'],
  ] as const) {
    t.test(
      `because it is ${fault} makes ${code}; what was decided on top is decided again`,
      async (t) => {
        const store = faultyStore(script(fault));
        const jar = jarOn(store);
        await jar.newest();
        const outcomes = await Promise.all([
          put(jar, 'c1', { fill: 1_000_000 }),
          put(jar, 'c2'),
          put(jar, 'c3'),
        ]);
        t.strictSame(outcomes.map(codeOf), [code, 'added 1', 'added 1']);
        t.strictSame(await coinsIn(store), ['c2', 'c3'], 'no refusal rests on what never happened');
        t.ok(chainHolds(await storedIn(store)));
      },
    );
  }

  t.test('but can be read again has lost nothing', async (t) => {
    const store = faultyStore(script('none', 'unavailable'));
    const jar = jarOn(store);
    await put(jar, 'c1');
    t.equal(codeOf(await put(jar, 'c2')), 'store-unavailable');
    t.strictSame((await jar.settled()).state.coins, ['c1']);
  });
});

t.test('a store that cannot be read', async (t) => {
  t.test('makes no more than "not now", and is read when it can be', async (t) => {
    const store = faultyStore(script());
    store.beUnreadable(true);
    const jar = jarOn(store);
    const both = await Promise.all([put(jar, 'c1'), put(jar, 'c2')]);
    t.strictSame(both.map(codeOf), ['store-unavailable', 'store-unavailable']);
    await t.rejects(jar.settled(), { name: 'StoreUnreadable' });
    store.beUnreadable(false);
    t.equal(codeOf(await put(jar, 'c1')), 'added 1');
  });

  t.test(
    'after a failed append keeps nobody waiting, and shows nobody what was not written',
    async (t) => {
      const store = faultyStore(script('none', 'unavailable'));
      const jar = jarOn(store);
      await put(jar, 'c1');
      const asked = [put(jar, 'c2'), put(jar, 'c3')];
      const looked = t.rejects(jar.settled(), { name: 'StoreUnreadable' });
      store.beUnreadable(true);
      t.strictSame((await Promise.all(asked)).map(codeOf), [
        'store-unavailable',
        'store-unavailable',
      ]);
      await looked;
      store.beUnreadable(false);
      t.strictSame((await jar.settled()).state.coins, ['c1']);
    },
  );

  t.test('is not blamed for a fact that makes no sense: that is heard of', async (t) => {
    const store = memoryEventStore();
    const id = '00000000-0000-5000-8000-000000000000';
    await store.append(jarStream, 'no-stream', [
      { id, type: 'CoinPut', data: 'null', metadata: '{}' },
    ]);
    await t.rejects(put(jarOn(store), 'c1'), TypeError);
  });
});
