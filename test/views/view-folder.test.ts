import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t, { type Test } from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import type { ViewReader } from '../../projections/view-store.ts';
import { positionWaiters } from '../../src/views/position-waiters.ts';
import { rebuildViews } from '../../src/views/rebuild-views.ts';
import { storedViews, ViewNotBuilt } from '../../src/views/stored-views.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import { doctor, ledgerWorld, payer, peopled, yuan } from '../support/ledger-world.ts';
import { factCounts } from '../support/toy-views.ts';

/** A log of a few facts that grows when told, handed out `page` facts at a time. */
const growingLog = async (page = 3) => {
  const store = memoryEventStore();
  const world = ledgerWorld(store);
  await peopled(world, { doctors: 2, payers: 1 });
  let earnings = 0;
  return {
    store,
    log: {
      comparePositions: store.comparePositions,
      readAll: (options: Parameters<typeof store.readAll>[0]) =>
        store.readAll({ ...options, max: page }),
    },
    grow: async (): Promise<void> => {
      earnings += 1;
      await world.earn(`ern-${earnings}`, doctor(1), payer(1), yuan('10.00'));
    },
  };
};

const counted = (reader: ViewReader, about: string): number | undefined => {
  const view = reader.serving('fact-counts');
  const json = view && reader.load(view.id, about);
  return json === undefined ? undefined : JSON.parse(json).count;
};

const viewsFile = (t: Test): string => join(t.testdir({}), 'views.db');

t.test('a view whose fold has changed', async (t) => {
  const { log, grow } = await growingLog();
  await grow();
  const file = viewsFile(t);
  const before = sqliteViewStore({ file });
  await new ViewFolder(log, before, [factCounts(1)]).catchUp();
  before.close();

  const store = sqliteViewStore({ file });
  const folder = new ViewFolder(log, store, [factCounts(2, 10)]);

  t.test('answers as it was while the new one is built beside it', async (t) => {
    const stood = folder.position();
    await folder.step();
    await grow();
    t.match(store.serving('fact-counts'), { version: 1 });
    t.equal(counted(store, 'payer'), 2);
    t.equal(folder.position(), stood, 'and says that it stands still');
  });

  t.test('is swapped once the new one has caught up, and goes on from there', async (t) => {
    await folder.catchUp();
    t.match(store.serving('fact-counts'), { version: 2 });
    t.equal(counted(store, 'payer'), 20);
    const accounts = counted(store, 'account') ?? 0;
    await grow();
    await folder.catchUp();
    t.equal(counted(store, 'account'), accounts + 10);
  });

  t.test('leaves nothing of the old one behind', async (t) => {
    t.equal(store.views().length, 1);
    t.equal(store.sweep(1), false);
  });

  t.test('goes on building after a restart where it was', async (t) => {
    const third = new ViewFolder(log, store, [factCounts(3)]);
    await third.step();
    const [, half] = store.views();
    t.match(half, { version: 3, state: 'building', progress: { count: 3 } });
    const again = new ViewFolder(log, store, [factCounts(3)]);
    await again.catchUp();
    t.match(store.serving('fact-counts'), { id: half?.id, version: 3 });
    t.equal(counted(store, 'payer'), 2);
  });
  t.teardown(() => store.close());
});

t.test('a view rebuilt by another process', async (t) => {
  const { log, grow } = await growingLog();
  const file = viewsFile(t);
  const service = sqliteViewStore({ file });
  const folder = new ViewFolder(log, service, [factCounts(1)]);
  await folder.catchUp();
  const old = service.serving('fact-counts');

  const other = sqliteViewStore({ file });
  await rebuildViews(log, other, [factCounts(1)]);
  other.close();
  t.not(service.serving('fact-counts')?.id, old?.id, 'answers at once');

  await grow();
  await folder.catchUp();
  t.equal(counted(service, 'account'), 2, 'and is what the service folds on');
  t.equal(service.serving('fact-counts')?.progress.position, folder.position());
  service.close();
});

t.test('a view that is new to this program counts as not begun until it is built', async (t) => {
  const { log } = await growingLog();
  const store = sqliteViewStore({ file: viewsFile(t) });
  await new ViewFolder(log, store, [factCounts(1)]).catchUp();
  const named = { ...factCounts(1), name: 'other-counts' };
  const folder = new ViewFolder(log, store, [factCounts(1), named]);
  t.equal(folder.position(), undefined);
  await folder.catchUp();
  t.ok(folder.position());
  store.close();
});

t.test('while a view is built anew, the others are waited for without it', async (t) => {
  const { store: facts, log, grow } = await growingLog();
  const store = sqliteViewStore({ file: viewsFile(t) });
  const others = { ...factCounts(1), name: 'other-counts' };
  await new ViewFolder(log, store, [factCounts(1), others]).catchUp();
  await grow();
  const head = await facts.head();
  const folder = new ViewFolder(log, store, [factCounts(2), others, { ...others, name: 'new' }]);
  await folder.step();
  const atOnce = {
    after: (_: number, wake: () => void) => {
      wake();
      return () => {};
    },
    turn: async () => {},
  };
  const waiters = positionWaiters(facts.comparePositions, atOnce);
  waiters.moved(folder.reached());
  t.same(waiters.rebuilding(), ['fact-counts', 'new']);
  const seen = (view?: string) => head !== undefined && waiters.caughtUpTo(head, 1_000, view);
  t.equal(await seen('other-counts'), true);
  t.equal(await seen('fact-counts'), false);
  t.equal(await seen(), false);
  await folder.catchUp();
  waiters.moved(folder.reached());
  t.equal(await seen('fact-counts'), true);
  t.equal(await seen(), true);
  store.close();
});

t.test('a view that is new is not taken for an empty one before it is built', async (t) => {
  const { log } = await growingLog();
  const store = sqliteViewStore({ file: viewsFile(t) });
  t.match(storedViews(store).trialBalance(), { answer: [], position: undefined });
  await new ViewFolder(log, store, [factCounts(1)]).catchUp();
  t.throws(() => storedViews(store).trialBalance(), ViewNotBuilt);
  await new ViewFolder(log, store).catchUp();
  t.ok(storedViews(store).trialBalance().position);
  store.close();
});

t.test('a fact that cannot be folded stops the views before it, and is named', async (t) => {
  const { store, log, grow } = await growingLog();
  await grow();
  const views = sqliteViewStore({ file: viewsFile(t) });
  const folder = new ViewFolder(log, views, [factCounts(1)]);
  await folder.catchUp();
  const stood = folder.position();
  await store.append('account-doc-2-2026-10', 'no-stream', [
    { id: '00000000-0000-4000-8000-000000000000', type: 'NoSuchFact', data: '{}', metadata: '{}' },
  ]);
  const stopped = 'The views cannot take in fact 0 of stream account-doc-2-2026-10';
  await t.rejects(folder.catchUp(), { message: new RegExp(stopped) });
  t.equal(views.serving('fact-counts')?.progress.position, stood);
  views.close();
});

t.test('a file of something else is never emptied', async (t) => {
  const file = viewsFile(t);
  const foreign = new DatabaseSync(file);
  foreign.exec('CREATE TABLE facts (position INTEGER PRIMARY KEY)');
  foreign.close();
  t.throws(() => sqliteViewStore({ file }), { message: /database of something else than views/ });
});
