import iconv from 'iconv-lite';
import t, { type Test } from 'tap';
import { keptFilesIn } from '../../adapters/files/kept-files.ts';
import { memoryKeptFiles } from '../../adapters/memory/kept-files.ts';
import type { KeptFiles } from '../../domain/ports/kept-files.ts';
import { addDays, type Day } from '../../domain/time.ts';
import { decideBreak } from '../../src/reconciliation/act.ts';
import { keepBill } from '../../src/reconciliation/bills.ts';
import { yuan } from '../support/ledger-words.ts';
import { merchantNoOf, type ReconcileWorld, reconcileWorld } from '../support/reconcile-world.ts';
import { freshFolder } from '../support/yeepay-world.ts';

const day = '2027-03-10' as Day;
const who = { actor: 'finance:one', correlation: 'test' };
const header = '商户请求号,易宝订单号,付款金额,手续费,完成时间,状态,商户编号';

async function* pieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** A day with two payouts, and a bill handed in for it. */
const handIn = async (t: Test) => {
  const world = await reconcileWorld(t);
  await world.moveTo(addDays(day, -20));
  const doctor = await world.doctor('doc-1');
  await world.fund(1, '100000.00');
  await world.earn('e-1', doctor, 1, yuan('20000.00'));
  await world.moveTo(day);
  const payouts = [
    ...(await world.withdraw(doctor, 'w-1', yuan('100.00'))),
    ...(await world.withdraw(doctor, 'w-2', yuan('200.00'))),
  ].map((payoutId) => world.views.payout(payoutId as never));
  await world.settle();
  const ids = payouts.length === 2 ? world.views.payouts({}, { limit: 2 }).answer.items : [];
  await world.moveTo(addDays(day, 1));
  const lines = ids.map(
    ({ payoutId, orderNo, net }) =>
      `${payoutId},${orderNo},${(Number(net) / 100).toFixed(2)},1.00,${day} 10:00:01,SUCCESS,${merchantNoOf(1)}`,
  );
  const hand = async (text: string | Uint8Array, of = day) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const kept = await keepBill(world.reconciler.ports, {
      kind: 'payments',
      name: 'by hand',
      bytes: pieces(bytes),
    });
    if (!kept.ok) return kept.refusal;
    const done = await world.reconciler.run(of, who, { payments: kept.value });
    await world.caughtUp();
    return done.ok ? done.value : done.refusal;
  };
  return { world, lines, hand };
};

const csv = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
const openIn = (world: ReconcileWorld): number =>
  world.views.breaks({ status: 'open' }, { limit: 10 }).answer.items.length;
const nothingWritten = (world: ReconcileWorld): boolean =>
  world.views.reconciliation('yeepay', day).answer === undefined;

t.test('a bill that cannot be right is refused whole', async (t) => {
  const { world, lines, hand } = await handIn(t);
  const [first = '', second = ''] = lines;
  const wrong = async (
    text: string | Uint8Array,
    problem: { readonly line: number; readonly column?: string; readonly problem: string },
    why: string,
  ) => {
    t.match(await hand(text), { code: 'bill-unreadable', problems: [problem] }, why);
    t.ok(nothingWritten(world), `${why}: nothing is applied`);
  };
  await wrong(
    csv(header, first, second.replace('200.00', '2oo.00')),
    { line: 3, column: '付款金额', problem: 'not-an-amount' },
    'malformed',
  );
  await wrong(csv(first, second), { line: 2, problem: 'no-header' }, 'without a header');
  await wrong(
    csv(header, first, second.replace('SUCCESS', '？')),
    { line: 3, column: '状态', problem: 'not-a-status' },
    'in a state that nobody knows',
  );
  await wrong(
    csv(header, first) + second.slice(0, 40),
    { line: 3, column: '付款金额', problem: 'empty' },
    'truncated in a line',
  );
  await wrong(
    csv(header, first, `"${second}`),
    { line: 4, problem: 'not-csv' },
    'truncated in a quote',
  );
  await wrong(
    csv(`账单日期,${addDays(day, 1)}`, header, first),
    { line: 1, column: '账单日期', problem: 'wrong-day' },
    "another day's by what it says",
  );
  await wrong(
    csv(header, ...lines.map((line) => line.replace(day, addDays(day, -9)))),
    { line: 2, column: '完成时间', problem: 'wrong-day' },
    "another day's by its lines",
  );
  await wrong(
    csv(header, first, second.replace(day, addDays(day, 5))),
    { line: 3, column: '完成时间', problem: 'wrong-day' },
    'with a line from the future',
  );
  await wrong(
    csv(header, first.replace(merchantNoOf(1), '999'), second),
    { line: 2, column: '商户编号', problem: 'wrong-merchant' },
    "another merchant's",
  );
  await wrong(
    Buffer.concat([Buffer.from(csv(header, first)), Buffer.from([0xff, 0xfe])]),
    { line: 3, problem: 'wrong-charset' },
    'in no charset',
  );
});

t.test('a bill that only looks different is the same', async (t) => {
  const { world, lines, hand } = await handIn(t);
  const [first = '', second = ''] = lines;
  const text = csv(header, first, second);
  t.match(await hand(text), { run: 1, found: 0 });
  t.match(await hand(text), { run: 1, isNew: false }, 'handed in again it changes nothing');
  t.match(await hand(csv(header, second, first)), { found: 0 }, 'reordered');
  t.match(await hand(`\ufeff${text}`), { found: 0 }, 'with a byte order mark');
  t.match(await hand(iconv.encode(text, 'gb18030')), { found: 0 }, 'in GB18030');
  t.equal(openIn(world), 0);
  t.match(
    await hand(csv(header, first, second, first, second)),
    { found: 2, acted: 2 },
    'doubled: the repeats are dropped',
  );
  t.equal(openIn(world), 0);
  t.match(await hand(csv(header, first)), { found: 1, cleared: 0 }, 'cut short between lines');
  t.equal(openIn(world), 1);
  t.match(
    await hand(csv('总笔数,2,总金额,300.00', header, first)),
    { found: 1 },
    'and seen by what it says of itself, where it does',
  );
});

t.test('a line that stands in the next bill once more is dropped there', async (t) => {
  const { world, lines, hand } = await handIn(t);
  t.match(await hand(csv(header, ...lines)), { found: 0 });
  const next = addDays(day, 1);
  await world.moveTo(addDays(day, 2));
  t.match(await hand(csv(header, ...lines), next), { found: 2, acted: 2, linked: 0 });
  t.strictSame(
    world.views
      .breaks({ day: next }, { limit: 10 })
      .answer.items.map(({ found, status }) => `${found.type} ${found.cash} ${status}`),
    ['duplicate 0.00 closed', 'duplicate 0.00 closed'],
  );
});

t.test('a line that its own bill forgot explains the break when a later bill has it', async (t) => {
  const { world, lines, hand } = await handIn(t);
  const [first = '', second = ''] = lines;
  t.match(await hand(csv(header, first)), { found: 1 });
  const next = addDays(day, 1);
  await world.moveTo(addDays(day, 2));
  t.match(await hand(csv(header, second), next), { found: 1, linked: 1 });
  t.equal(openIn(world), 0);
});

const keeps = async (t: Test, files: KeptFiles): Promise<void> => {
  const kept = await files.keep(pieces(Buffer.from('abc')));
  t.match(kept, {
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    bytes: 3,
  });
  t.same(await files.keep(pieces(Buffer.from('abc'))), kept, 'once, whatever it was called');
  const read: Uint8Array[] = [];
  for await (const piece of (await files.open(kept === 'too-large' ? '' : kept.sha256)) ?? [])
    read.push(piece);
  t.equal(Buffer.concat(read).toString(), 'abc');
  t.equal(await files.open('../../etc/passwd'), undefined);
  t.equal(await files.open('0'.repeat(64)), undefined);
  t.equal(await files.keep(pieces(Buffer.alloc(11))), 'too-large');
  async function* broken(): AsyncIterable<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('the connection is gone');
  }
  await t.rejects(files.keep(broken()), /gone/);
};

t.test('files are kept by what is in them', async (t) => {
  await t.test('in memory', (t) => keeps(t, memoryKeptFiles(10)));
  await t.test('in a folder', (t) => keeps(t, keptFilesIn(freshFolder(t), 10)));
});

t.test('what one person hands in ends no payout on that person’s word alone', async (t) => {
  const world = await reconcileWorld(t);
  const { ledger, views, reconciler } = world;
  await world.moveTo(addDays(day, -20));
  const doctor = await world.doctor('doc-1');
  await world.earn('e-1', doctor, 1, yuan('20000.00'));
  await world.moveTo(day);
  const [text = ''] = await world.withdraw(doctor, 'w-1', yuan('100.00'));
  const { payoutId, net } = views.payout(text as never).answer ?? (await missing(world, text));
  await ledger.desk.handle(doctor, { type: 'SubmitPayout', payoutId }, world.asking());
  await world.moveTo(addDays(day, 1));
  const line = `${payoutId},U1,${(Number(net) / 100).toFixed(2)},0.00,${day} 10:00:01,FAIL,${merchantNoOf(1)}`;
  const bill = {
    kind: 'payments',
    name: 'by hand',
    bytes: pieces(Buffer.from(csv(header, line))),
  } as const;
  const kept = await keepBill(reconciler.ports, { ...bill, handedInBy: who.actor });
  if (!kept.ok) throw new Error(kept.refusal.code);
  const run = async (given: object) => {
    const done = await reconciler.run(day, who, given);
    await world.caughtUp();
    return done.ok ? done.value : done.refusal;
  };
  t.match(await run({ payments: kept.value }), { found: 1, acted: 0 });
  t.match(await run({}), { isNew: false, acted: 0 }, 'nor by the next run, which has no other');
  const [found] = views.breaks({ status: 'open' }, { limit: 10 }).answer.items;
  if (found === undefined) throw new Error('No break was found');
  const apply = (actor: string) =>
    decideBreak(
      reconciler.ports,
      found.found,
      { action: 'apply', comment: 'x' },
      { ...who, actor },
    );
  t.match(await apply(who.actor), { refusal: { code: 'needs-second-person' } });
  t.equal(views.payout(payoutId).answer?.state, 'submitted');
  t.match(await apply('finance:two'), { ok: true });
  await world.caughtUp();
  t.equal(views.payout(payoutId).answer?.state, 'rejected');
});

const missing = async (world: ReconcileWorld, payoutId: string) => {
  await world.caughtUp();
  const row = world.views.payout(payoutId as never).answer;
  if (row === undefined) throw new Error('There is no such payout');
  return row;
};
