import { join } from 'node:path';
import t, { type Test } from 'tap';
import { sqliteEventStore } from '../../adapters/sqlite/event-store.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { UnknownCursor } from '../../src/views/list-cursor.ts';
import { workerViews } from '../../src/views/worker-views.ts';
import { days, doctor, ledgerWorld, payer, peopled, yuan } from '../support/ledger-world.ts';
import { until } from '../support/until.ts';

const patienceMs = 10_000;

/** A log in a file, and views in a thread beside it. */
const opened = async (folder: string, stopped: string[] = []) => {
  const [logFile, viewsFile] = [join(folder, 'log.db'), join(folder, 'views.db')];
  const store = await sqliteEventStore({ file: logFile });
  const views = await workerViews({
    logFile,
    viewsFile,
    comparePositions: store.comparePositions,
    onCommitted: store.onCommitted,
    openForReading: () => sqliteViewStore({ file: viewsFile, readOnly: true }),
    onStopped: (message) => stopped.push(message),
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await views.close();
    await store.close();
  };
  const seen = async (): Promise<boolean> => {
    const head = await store.head();
    return head === undefined || views.caughtUpTo(head, patienceMs);
  };
  return { store, views, close, seen };
};

const folderOf = (t: Test): string => t.testdir({});

t.test('views in a thread of their own', async (t) => {
  const folder = folderOf(t);
  const first = await opened(folder);
  const world = ledgerWorld(first.store);
  await peopled(world, { doctors: 3, payers: 1 });
  for (let at = 0; at < 20; at += 1)
    await world.earn(`ern-${at}`, doctor(1), payer(1), yuan('100.00'));

  t.test('show what was written once they have seen its position', async (t) => {
    t.ok(await first.seen());
    const { answer, position } = first.views.balance(doctor(1));
    t.equal(answer?.sums.get(payer(1))?.earned, yuan('2000.00'));
    t.equal(position, await first.store.head());
    t.strictSame(first.views.earningPlaces('ern-7' as never).answer, [
      { earningId: 'ern-7', account: doctor(1), period: '2026-10' },
    ]);
  });

  t.test('list page by page, oldest first, whatever comes in between', async (t) => {
    world.pass(days(8));
    const early = await world.withdraw(doctor(1), 'wdr-1', yuan('100.00'));
    world.pass(days(1));
    const late = await world.withdraw(doctor(1), 'wdr-2', yuan('200.00'));
    t.ok(await first.seen());
    const account = doctor(1);
    const page = first.views.payouts({ account }, { limit: 1 }).answer;
    t.strictSame(
      page.items.map(({ payoutId }) => payoutId),
      early,
    );
    await world.withdraw(doctor(1), 'wdr-3', yuan('100.00'));
    t.ok(await first.seen());
    const rest = first.views.payouts({ account }, { limit: 1, after: page.next }).answer;
    t.strictSame(
      rest.items.map(({ payoutId }) => payoutId),
      late,
    );
  });

  t.test('move a payout from one list to the next with its state', async (t) => {
    const [payoutId] = first.views
      .payouts({ state: 'requested' }, { limit: 1 })
      .answer.items.map((row) => row.payoutId);
    if (payoutId === undefined) throw new Error('A payout was requested above');
    await world.desk(doctor(1), { type: 'SubmitPayout', payoutId });
    t.ok(await first.seen());
    const submitted = first.views.payouts({ state: 'submitted' }, { limit: 9 }).answer.items;
    t.match(submitted, [{ payoutId, steps: [{ state: 'requested' }, { state: 'submitted' }] }]);
    t.equal(first.views.payouts({ state: 'requested' }, { limit: 9 }).answer.items.length, 2);
    t.equal(first.views.payouts({}, { limit: 9 }).answer.items.length, 3);
  });

  t.test('refuse a cursor that was not theirs', async (t) => {
    for (const after of ['', 'x', Buffer.from('[1]').toString('base64url')])
      t.throws(() => first.views.parties('doctor', { limit: 1, after }), UnknownCursor);
  });

  t.test('do not make a reader wait for ever for what is not there', async (t) => {
    const beyond = first.store.parsePosition('999999999');
    if (beyond === undefined) throw new Error('A position of this store');
    t.equal(await first.views.caughtUpTo(beyond, 20), false);
  });

  t.test('go on where they were after a restart', async (t) => {
    const count = first.views.stored().find(({ name }) => name === 'books')?.progress.count ?? 0;
    await first.close();
    const second = await opened(folder);
    t.ok(await second.seen());
    t.equal(second.views.stored().find(({ name }) => name === 'books')?.progress.count, count);
    t.equal(second.views.balance(doctor(1)).answer?.sums.get(payer(1))?.earned, yuan('2000.00'));
    await second.close();
  });
});

t.test(
  'views that meet a fact they cannot take in say so, and answer on as they stand',
  async (t) => {
    const stopped: string[] = [];
    const { store, views, close, seen } = await opened(folderOf(t), stopped);
    const world = ledgerWorld(store);
    await peopled(world, { doctors: 1, payers: 1 });
    t.ok(await seen());
    const stood = views.position();
    await store.append('payer-odd', 'no-stream', [
      { id: '00000000-0000-4000-8000-000000000000', type: 'Odd', data: '{}', metadata: '{}' },
    ]);
    const said = await until(() => stopped[0]);
    t.match(said, /cannot take in fact 0 of stream payer-odd/);
    t.equal(views.position(), stood);
    t.match(views.party(doctor(1)).answer, { kind: 'doctor' });
    await close();
  },
);

t.test('views that cannot open their file fail at once', async (t) => {
  const folder = t.testdir({ 'views.db': 'this is no database, and long enough to be told so' });
  await t.rejects(opened(folder), { message: /not a database/ });
});
