import { join } from 'node:path';
import t from 'tap';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import type { PayerId, Reference } from '../../domain/identifiers.ts';
import {
  amountFromFact,
  amountText,
  type Fen,
  minus,
  plus,
  total,
  zero,
} from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { breakTypes } from '../../domain/reconciliation/breaks.ts';
import type { BreakAction } from '../../domain/reconciliation/facts.ts';
import { addDays, type Day } from '../../domain/time.ts';
import type { BreakRow } from '../../projections/breaks.ts';
import { decideBreak, machine } from '../../src/reconciliation/act.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import { randomOf } from '../support/faulty-store.ts';
import { yuan } from '../support/ledger-words.ts';
import { injections, line, ofTheDay, type Payout } from '../support/reconcile-mistakes.ts';
import {
  merchantNoOf,
  payerNo,
  type ReconcileWorld,
  reconcileWorld,
} from '../support/reconcile-world.ts';
import { viewDump } from '../support/view-dump.ts';
import { freshFolder } from '../support/yeepay-world.ts';

const seed = 20_270_301;
const firstDay = '2027-03-01' as Day;
const days = 31;
const payers = [1, 2];
const doctors = 4;

const randomness = (start: number) => {
  const next = randomOf(start);
  return { next, below: (count: number) => Math.floor(next() * count) };
};

const rows = (world: ReconcileWorld): readonly BreakRow[] =>
  world.views.breaks({}, { limit: 1_000 }).answer.items;

const shown = ({ found, status, steps }: BreakRow): string =>
  line(
    found.day,
    found.type,
    found.requestNo ?? found.payerId ?? '-',
    found.cash,
    status === 'open' ? 'open' : (steps.at(-1)?.action ?? '?'),
  );

/** What a person of finance decides about a break in the morning. */
const decisionOn = ({ found }: BreakRow): BreakAction | undefined => {
  if (found.cash !== '0.00') return 'suspense';
  return found.type === 'ledger-only' ? undefined : 'ignore';
};

const decide = async (world: ReconcileWorld, row: BreakRow, action: BreakAction, by: string) => {
  const decision = { action, comment: 'looked into' };
  const who = { actor: by, correlation: 'test' };
  const outcome = await decideBreak(world.reconciler.ports, row.found, decision, who);
  if (!outcome.ok) throw new Error(`${shown(row)}: ${outcome.refusal.code}`);
};

const morning = async (world: ReconcileWorld, day: Day) => {
  const who = { actor: machine, correlation: 'test' };
  const done = await world.reconciler.run(day, who);
  if (!done.ok) throw new Error(`${day}: ${JSON.stringify(done.refusal)}`);
  await world.caughtUp();
  for (const row of rows(world)) {
    const action = row.found.day === day && row.status === 'open' ? decisionOn(row) : undefined;
    if (action !== undefined) await decide(world, row, action, 'finance:one');
  }
  await world.caughtUp();
};

const sign = async (world: ReconcileWorld, day: Day) => {
  const ledger = new Map<PayerId, Fen>(
    payers.map((n) => [payerNo(n), world.views.cashAtEndOf(payerNo(n), day).answer]),
  );
  const about = { provider: 'yeepay', day, by: 'finance:two', now: world.now() };
  const signed = await world.ledger.reconciliations.handle(
    { type: 'SignOffDay', ...about, ledger, today: world.today() },
    world.asking('finance:two'),
  );
  return signed.ok ? 'signed' : JSON.stringify(signed.refusal);
};

const netOf = (world: ReconcileWorld, requestNo: string): Payout => {
  const row = world.views.payout(requestNo as never).answer;
  if (row === undefined) throw new Error('unknown payout');
  return { requestNo, payer: Number(row.payerId.slice(-1)), net: row.net };
};

const suspenseOf = (world: ReconcileWorld): Fen =>
  total(
    payers.map((n) => {
      const row = world.views.book(`suspense:provider:${payerNo(n)}`).answer;
      return row === undefined ? zero : minus(row.debit, row.credit);
    }),
  );

t.test('a month in which everything that can differ does, at random', async (t) => {
  const random = randomness(seed);
  const world = await reconcileWorld(t, payers.length);
  await world.moveTo(addDays(firstDay, -20));
  const people = [];
  for (let n = 1; n <= doctors; n += 1) people.push(await world.doctor(`doc-${n}`));
  for (const payer of payers) {
    await world.fund(payer, '500000.00');
    for (const doctor of people)
      await world.earn(`e-${payer}-${doctor}`, doctor, payer, yuan('20000.00'));
  }
  const expected: string[] = [];
  const mistakes: object[] = [];
  const paidBefore: string[] = [];

  for (let at = 0; at < days; at += 1) {
    const day = addDays(firstDay, at);
    await world.moveTo(day);
    const asked: string[] = [];
    for (const doctor of people)
      asked.push(
        ...(await world.withdraw(doctor, `w-${day}`, yuan(`${101 + random.below(200)}.00`))),
      );
    // One of them hangs at the provider, and ends there without anybody telling us.
    const silent = random.next() < 0.3 ? asked[random.below(asked.length)] : undefined;
    await world.yeepay.rules(
      ...(silent === undefined ? [] : [{ scenario: 'stuck' as const, requestNo: silent }]),
    );
    await world.settle(silent === undefined ? 0 : 1);
    if (silent !== undefined) {
      await world.yeepay.say('/sandbox/settlements', { requestNo: silent, status: 'SUCCESS' });
      const { net } = netOf(world, silent);
      const cash = `-${amountText(plus(net, yuan('1.00')))}`;
      expected.push(line(day, 'status-diff', silent, cash, 'apply'));
    }
    if (random.next() < 0.3 && paidBefore.length > 0) {
      const [back = ''] = paidBefore.splice(random.below(paidBefore.length), 1);
      await world.yeepay.say('/sandbox/returns', { requestNo: back });
      const { net } = netOf(world, back);
      expected.push(line(day, 'returned-late', back, amountText(net), 'apply'));
    }
    const plain = asked.filter((one) => one !== silent);
    for (const requestNo of plain) {
      if (random.next() < 0.6) {
        paidBefore.push(requestNo);
        continue;
      }
      const inject = injections[random.below(injections.length)];
      const injected = inject?.(day, netOf(world, requestNo));
      mistakes.push(...(injected?.mistakes ?? []));
      expected.push(...(injected?.found ?? []));
    }
    if (random.next() < 0.6) {
      const inject = ofTheDay[at % ofTheDay.length];
      const injected = inject?.(day, payers[random.below(payers.length)] ?? 1);
      mistakes.push(...(injected?.mistakes ?? []));
      expected.push(...(injected?.found ?? []));
    }
    await world.yeepay.say('/sandbox/switches', { discrepancies: mistakes });
    await world.moveTo(addDays(day, 1));
    await morning(world, day);
    t.equal(await sign(world, day), 'signed', day);
  }
  // What the last day billed late is told on the day after.
  const after = addDays(firstDay, days);
  await world.moveTo(addDays(after, 1));
  await morning(world, after);
  t.equal(await sign(world, after), 'signed', 'and the day after it');

  const found = rows(world);
  t.strictSame(
    found.map(shown).toSorted(),
    expected.toSorted(),
    'all that was put in was found, called by its name, and nothing else',
  );
  t.strictSame(
    [...new Set(found.map((row) => row.found.type))].toSorted(),
    breakTypes.toSorted(),
    'every type was among them',
  );

  const suspended = found.filter(({ status }) => status === 'suspended');
  const explained = total(suspended.map((row) => amountFromFact(row.found.cash)));
  t.not(explained, zero);
  t.equal(suspenseOf(world), minus(zero, explained), 'suspense is explained to the fen');
  for (const n of payers) {
    const told = await world.yeepay.provider.endOfDayBalance(merchantNoOf(n), after);
    const book = world.views.book(`cash:provider:${payerNo(n)}`).answer;
    t.strictSame(
      told,
      { outcome: 'found', balance: minus(book?.debit ?? zero, book?.credit ?? zero) },
      `the provider holds for ${payerNo(n)} what the books say`,
    );
  }

  for (const row of suspended) {
    await decide(world, row, 'adjust', 'finance:one');
    await decide(world, row, 'adjust', 'finance:two');
  }
  await world.caughtUp();
  t.equal(suspenseOf(world), zero, 'adjusted by two people each, nothing is left in suspense');
  const books = world.views.trialBalance().answer;
  t.equal(total(books.map(({ debit }) => debit)), total(books.map(({ credit }) => credit)));
  const ids = new Set<Reference>(found.map((row) => row.found.breakId));
  t.equal(ids.size, found.length);

  const folder = freshFolder(t);
  const dumpOf = async (name: string, max: number): Promise<string> => {
    const file = join(folder, name);
    const views = sqliteViewStore({ file });
    const readAll: EventStore['readAll'] = (asked) => world.store.readAll({ ...asked, max });
    const { comparePositions } = world.store;
    await new ViewFolder({ readAll, comparePositions }, views).catchUp();
    views.close();
    return viewDump(file);
  };
  t.equal(await dumpOf('at-once', 10_000), await dumpOf('in-steps', 13), 'views can be rebuilt');
});
