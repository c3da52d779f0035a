import type { Readable } from 'node:stream';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { monthOf } from '../../domain/time.ts';
import { AccountFeed } from '../../src/live/account-feed.ts';
import { newsStream } from '../../src/live/news-stream.ts';
import { days, doctor, ledgerWorld, payer, peopled, yuan } from '../support/ledger-world.ts';

/** Timers that ring only when they are told to. */
const handTimers = () => {
  const wakes = new Map<number, () => void>();
  const timers: Timers = {
    after: (millis, wake) => {
      wakes.set(millis, wake);
      return () => void wakes.delete(millis);
    },
    turn: async () => {},
  };
  return { timers, wakes };
};

const peopledWorld = async (store: EventStore = memoryEventStore()) => {
  const world = ledgerWorld(store);
  await peopled(world, { doctors: 2, payers: 2 });
  const feed = new AccountFeed(store);
  const { timers, wakes } = handTimers();
  const listen = (after?: Position) =>
    newsStream(
      { store, feed, timers },
      { account: doctor(1), since: monthOf(world.now()), now: world.now(), after },
    );
  return { world, store, feed, wakes, listen };
};

/** Reads on until a text has come; says all that came since the last time. */
const until = async (stream: Readable, text: string): Promise<string> => {
  let came = '';
  while (!came.includes(text)) {
    const chunk: unknown = stream.read();
    if (chunk !== null) came += String(chunk);
    else await new Promise((resolve) => stream.once('readable', resolve));
  }
  return came;
};

const idsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^id: (.*)$/gm)].map(([, id = '']) => id);

t.test('news of an account', async (t) => {
  t.test('come as they are recorded, of this account only', async (t) => {
    const { world, listen } = await peopledWorld();
    const news = await listen();
    t.match(await until(news, 'ready'), /^retry: 2000\nid: \d+\nevent: ready\ndata: \{\}\n\n$/);
    await world.earn('ern-other', doctor(2), payer(1), yuan('10.00'));
    await world.earn('ern-1', doctor(1), payer(1), yuan('900.00'));
    const came = await until(news, 'ern-1');
    t.match(came, /event: earning\ndata: .*"gross":"900.00"/);
    t.notMatch(came, /ern-other/);
    news.destroy();
  });

  t.test('go on after the last that was seen, nothing twice and nothing left out', async (t) => {
    const { world, listen } = await peopledWorld();
    const news = await listen();
    await until(news, 'ready');
    await world.earn('ern-1', doctor(1), payer(1), yuan('900.00'));
    const seen = idsIn(await until(news, 'ern-1')).at(-1) as Position;
    news.destroy();
    await world.earn('ern-2', doctor(1), payer(1), yuan('1.00'));
    world.pass(days(40));
    await world.earn('ern-3', doctor(1), payer(1), yuan('2.00'));
    const again = await listen(seen);
    await world.earn('ern-4', doctor(1), payer(1), yuan('3.00'));
    const came = await until(again, 'ern-4');
    t.same(came.match(/ern-\d/g), ['ern-2', 'ern-3', 'ern-4'], 'across a month end, too');
    t.equal(new Set(idsIn(came)).size, idsIn(came).length);
    again.destroy();
  });

  t.test('say that too much was missed instead of telling a thousand old ones', async (t) => {
    const { world, listen } = await peopledWorld();
    const first = await listen();
    const start = idsIn(await until(first, 'ready')).at(-1) as Position;
    first.destroy();
    for (let n = 0; n < 1_001; n += 1)
      await world.earn(`e-${n}`, doctor(1), payer(1), yuan('1.00'));
    const again = await listen(start);
    await world.earn('newest', doctor(1), payer(1), yuan('1.00'));
    const came = await until(again, 'newest');
    t.match(came, /event: reset/);
    t.notMatch(came, /"e-5"/);
    again.destroy();
  });

  t.test('show signs of life, and end in time to ask for the token anew', async (t) => {
    const { wakes, listen } = await peopledWorld();
    const news = await listen();
    await until(news, 'ready');
    wakes.get(15_000)?.();
    wakes.get(15_000)?.();
    t.equal(await until(news, ':\n\n:'), ':\n\n:\n\n');
    const ended = new Promise((resolve) => news.once('end', resolve));
    wakes.get(3_600_000)?.();
    news.resume();
    await ended;
    t.equal(wakes.size, 0, 'no timer is left behind');
  });

  t.test('are not kept for a reader who does not read', async (t) => {
    const { world, listen } = await peopledWorld();
    const news = await listen();
    const closed = new Promise((resolve) => news.once('close', resolve));
    let n = 0;
    while (!news.destroyed && n < 5_000) {
      n += 1;
      await world.earn(`e-${n}`, doctor(1), payer(1), yuan('1.00'));
    }
    await closed;
    t.ok(n > 500 && n < 5_000, `${n} were kept`);
  });

  t.test('end when the service ends', async () => {
    const { feed, listen } = await peopledWorld();
    const all = await Promise.all([listen(), listen()]);
    const ended = all.map((news) => new Promise((resolve) => news.once('end', resolve)));
    feed.close();
    for (const news of all) news.resume();
    await Promise.all(ended);
  });
});
