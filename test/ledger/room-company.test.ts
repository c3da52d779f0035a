import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { faultyStore, script } from '../support/faulty-store.ts';
import { chainHolds, coinsIn, jarOn, put, storedIn } from '../support/jar.ts';

const codeOf = (outcome: Awaited<ReturnType<typeof put>>): string =>
  outcome.ok ? `added ${outcome.value.facts.length}` : outcome.refusal.code;
const _coins = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `c${n}`);

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
    t.equal(rivals, 40);
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
