import { setImmediate as turn } from 'node:timers/promises';
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

t.test('another instance that writes to the same stream', async (t) => {
  t.test('wins, and what was decided here is decided again on what it wrote', async (t) => {
    const store = faultyStore(script('none', 'overtaken'), (_, inner) =>
      put(jarOn(inner), 'rival', { fill: 999_998 }),
    );
    const jar = jarOn(store);
    await put(jar, 'c1');
    t.strictSame((await Promise.all([put(jar, 'c2'), put(jar, 'c3')])).map(codeOf), [
      'added 1',
      'full',
    ]);
    t.strictSame(await coinsIn(store), ['c1', 'rival', 'c2']);
    t.ok(chainHolds(await storedIn(store)));
  });

  t.test('that wrote the same command keeps the first, and the chain stays whole', async (t) => {
    const store = memoryEventStore();
    const [here, there] = [jarOn(store), jarOn(store)];
    await Promise.all([here.newest(), there.newest()]);
    const outcomes = await Promise.all([
      put(here, 'c1', { note: 'here' }),
      put(there, 'c1', { note: 'there' }),
    ]);
    t.strictSame(outcomes.map(codeOf), ['added 1', 'added 0']);
    await Promise.all([put(there, 'c2'), put(here, 'c3')]);
    t.same((await coinsIn(store)).toSorted(), ['c1', 'c2', 'c3']);
    t.ok(chainHolds(await storedIn(store)));
  });

  t.test('for ever leaves this one without an outcome, and nothing done', async (t) => {
    let rivals = 0;
    const store = faultyStore(
      () => 'overtaken',
      (_, inner) => put(jarOn(inner), `rival-${++rivals}`),
    );
    t.equal(codeOf(await put(jarOn(store), 'c1')), 'contended');
    t.notOk((await coinsIn(store)).includes('c1'));
    t.equal(rivals, 10);
  });
});

t.test('a look at the state', async (t) => {
  t.test('shows what is durable, and does not wait for what is asked later', async (t) => {
    const store = faultyStore(() => 'slow');
    const jar = jarOn(store);
    await jar.newest();
    let stop = false;
    const hammering = (async () => {
      for (let n = 0; !stop && n < 10_000; n += 1) {
        void put(jar, `c${n}`);
        await turn();
      }
    })();
    await turn();
    const { state } = await jar.settled();
    stop = true;
    const stored = await coinsIn(store);
    t.ok(state.coins.length > 0);
    t.strictSame(state.coins, stored.slice(0, state.coins.length));
    await hammering;
    await jar.settled();
  });

  t.test('is at hand only when nothing is under way', async (t) => {
    const jar = jarOn(faultyStore(script('slow')));
    t.equal(jar.settledNow(), undefined, 'nothing was read yet');
    await jar.newest();
    const asked = put(jar, 'c1');
    t.equal(jar.settledNow(), undefined);
    await asked;
    t.strictSame(jar.settledNow()?.coins, ['c1']);
  });
});

t.test('a store that cannot say where an append lies', async (t) => {
  const withHead = (head: () => Promise<never>) => {
    const inner = memoryEventStore();
    return {
      ...inner,
      head,
      append: async (...asked: Parameters<typeof inner.append>) => {
        const appended = await inner.append(...asked);
        return appended.ok
          ? { ok: true as const, value: { ...appended.value, position: undefined } }
          : appended;
      },
    };
  };

  t.test('forgets nobody who asks while it is being asked', async (t) => {
    const inner = memoryEventStore();
    const store = withHead(async () => {
      for (let at = 0; at < 5; at += 1) await turn();
      return (await inner.head()) as never;
    });
    const jar = jarOn(store);
    await jar.newest();
    const first = put(jar, 'c1');
    await turn();
    const repeat = put(jar, 'c1');
    t.strictSame((await Promise.all([first, repeat])).map(codeOf), ['added 1', 'added 0']);
  });

  t.test('and fails when asked has still written', async (t) => {
    const jar = jarOn(withHead(async () => Promise.reject(new Error('gone'))));
    const outcome = await put(jar, 'c1');
    t.equal(codeOf(outcome), 'added 1');
    t.equal(outcome.ok && outcome.value.position, undefined);
  });
});
