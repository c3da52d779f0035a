import fc from 'fast-check';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { noSums, type Sums } from '../../domain/account/payer-sums.ts';
import { applyToSums } from '../../domain/account/sums.ts';
import type { EarningId, PayoutId, Reference } from '../../domain/identifiers.ts';
import { minus, plus, total, zero } from '../../domain/money.ts';
import type { Working } from '../../domain/tax/working.ts';
import { addMonths, type Instant, monthOf } from '../../domain/time.ts';
import type { PaidEarnings } from '../../projections/paid-earnings.ts';
import { AccountHistories } from '../../src/views/account-histories.ts';
import { monthFacts } from '../../src/views/month-facts.ts';
import {
  days,
  doctor,
  type LedgerWorld,
  ledgerWorld,
  organization,
  payer,
  peopled,
  yuan,
} from '../support/ledger-world.ts';
import { happen, longHistories, peopleOfHistories } from '../support/random-history.ts';

const start = '2026-10-05T09:00:00+08:00' as Instant;
const someone = { by: 'finance:one' };

const historyOf = async (world: LedgerWorld, payee = doctor(1)) => {
  const histories = new AccountHistories(world.store);
  const history = await histories.of({ payee, since: monthOf(start) }, world.now());
  if (history === undefined) throw new Error('The account is short');
  return history;
};

/** `ern-1 900.00` for each earning a payout pays. */
const paidBy = (paid: PaidEarnings, id: string): readonly string[] =>
  [...(paid.coverOf(id as PayoutId)?.earnings ?? [])].map(
    ([{ data }, amount]) => `${data.earningId} ${amount}`,
  );

/** Earnings of 9.00, 3.00 and 5.00 yuan that may be withdrawn. */
const earned = async (): Promise<LedgerWorld> => {
  const world = ledgerWorld(memoryEventStore(), start);
  await peopled(world, { doctors: 1, payers: 3 });
  for (const [at, gross] of ['900.00', '300.00', '500.00'].entries())
    await world.earn(`ern-${at + 1}`, doctor(1), payer(2), yuan(gross));
  world.pass(days(8));
  return world;
};

const withdrawn = async (world: LedgerWorld, id: string, amount: string): Promise<PayoutId> => {
  const [payout] = await world.withdraw(doctor(1), id, yuan(amount));
  return payout as PayoutId;
};

t.test('a payout pays the earnings', async (t) => {
  t.test('that came first, the last of them in part', async (t) => {
    const world = await earned();
    const first = await withdrawn(world, 'w-1', '1000.00');
    const second = await withdrawn(world, 'w-2', '600.00');
    const { paid } = await historyOf(world);
    t.same(paidBy(paid, first), ['ern-1 90000', 'ern-2 10000']);
    t.same(paidBy(paid, second), ['ern-2 20000', 'ern-3 40000']);
    t.match(paid.of('ern-3' as EarningId), [{ left: 10000n }]);
  });

  t.test('that are the first again where one before it was refused', async (t) => {
    const world = await earned();
    const first = await withdrawn(world, 'w-1', '1000.00');
    const second = await withdrawn(world, 'w-2', '300.00');
    const refused = { reason: 'card-invalid', providerCode: 'X', evidence: 'answer' } as const;
    await world.desk(doctor(1), { type: 'SubmitPayout', payoutId: first });
    await world.desk(doctor(1), { type: 'RecordRejected', payoutId: first, ...refused });
    const third = await withdrawn(world, 'w-3', '950.00');
    const { paid } = await historyOf(world);
    t.same(paidBy(paid, first), []);
    t.same(paidBy(paid, second), ['ern-2 20000', 'ern-3 10000'], 'what was paid stays as it was');
    t.same(paidBy(paid, third), ['ern-1 90000', 'ern-2 5000']);
  });

  t.test('of the payout that it pays again', async (t) => {
    const world = await earned();
    const first = await withdrawn(world, 'w-1', '1000.00');
    const news = { paidAt: world.now(), providerFee: zero, evidence: 'query' as const };
    const back = { ...news, returnedAt: world.now(), reason: 'closed' };
    const again = 'AGAIN1' as PayoutId;
    const reissue = { newPayoutId: again, cardRef: 'card-2' as never, ...someone };
    await world.desk(doctor(1), { type: 'SubmitPayout', payoutId: first });
    await world.desk(doctor(1), { type: 'RecordReturned', payoutId: first, ...back });
    await world.desk(doctor(1), { type: 'ReissuePayout', payoutId: first, ...reissue });
    const { paid } = await historyOf(world);
    t.same(paidBy(paid, first), []);
    t.same(paidBy(paid, again), ['ern-1 90000', 'ern-2 10000']);
  });

  t.test('and the next earning makes good what was reversed after it was paid', async (t) => {
    const world = await earned();
    await withdrawn(world, 'w-1', '1000.00');
    const asked = { amount: yuan('900.00'), reason: 'refund', reversalId: 'rev-1' as Reference };
    const earningId = 'ern-1' as EarningId;
    await world.ledger.desk.reverse(doctor(1), { ...asked, earningId }, world.asking());
    await world.earn('ern-4', doctor(1), payer(2), yuan('400.00'));
    const { paid } = await historyOf(world);
    t.match(paid.of(earningId), [{ reversed: 90000n, left: 0n }]);
    t.same(
      ['ern-2', 'ern-3', 'ern-4'].map((id) => paid.of(id as EarningId)[0]?.recovered.get('rev-1')),
      [20000n, 50000n, undefined],
    );
    t.equal(paid.of('ern-4' as EarningId)[0]?.left, 20000n, 'the rest is owing no more');
  });
});

t.test('a payout says how its withholding was worked out when it was asked for', async (t) => {
  const world = await earned();
  await world.earn('ern-9', doctor(1), payer(3), yuan('8000.00'));
  world.pass(days(8));
  const quotes = new Map<string, Working>();
  for (const [id, amount] of [
    ['w-1', '8000.00'],
    ['w-2', '1000.00'],
  ] as const) {
    const quoted = await world.ledger.withdrawals.quote(doctor(1), yuan(amount), world.now());
    if (!quoted.ok) throw new Error(quoted.refusal.code);
    const payouts = await world.withdraw(doctor(1), id, yuan(amount));
    for (const [at, { working }] of quoted.value.payouts.entries())
      quotes.set(payouts[at] ?? '?', working);
  }
  const { working } = await historyOf(world);
  t.ok(quotes.size > 1);
  for (const [payout, quoted] of quotes) t.same(working(payout as PayoutId), quoted);
});

t.test('whatever happens, what is unpaid is what is owed and free, or held', async (t) => {
  const property = fc.asyncProperty(longHistories(60), async (history) => {
    const world = ledgerWorld(memoryEventStore(), start);
    await peopled(world, peopleOfHistories);
    world.pass(days(1));
    const histories = new AccountHistories(world.store);
    const accounts = [doctor(1), doctor(2), doctor(3), organization];
    let at = 0;
    await happen(world, history, async () => {
      at += 1;
      // Read in between as well: going on is the same as reading from the first fact.
      if (at % 25 === 0)
        await histories.of({ payee: doctor(1), since: monthOf(start) }, world.now());
    });
    for (const payee of accounts) {
      const read = await histories.of({ payee, since: monthOf(start) }, world.now());
      if (read === undefined) throw new Error('The account is short');
      const sums = await sumsOf(world, payee);
      for (const from of [payer(1), payer(2)]) {
        const { payable, held } = sums.get(from) ?? noSums;
        t.equal(read.paid.unpaid(from), plus(payable, held));
      }
    }
    const { paid } = await historyOf(world);
    for (let n = 0; n < history.length; n += 1)
      for (const { data, left, reversed, paidBy: payouts, recovered } of paid.of(
        `ern-${n}` as EarningId,
      )) {
        const gross = yuan(data.gross);
        const gone = plus(total([...payouts.values()]), total([...recovered.values()]));
        t.ok(left >= 0n && plus(left, gone) <= gross, 'no earning is paid twice');
        t.ok(minus(gross, plus(left, gone)) <= reversed, 'only what was reversed is missing');
      }
  });
  await fc.assert(property, { numRuns: 40, endOnFailure: true });
});

const sumsOf = async (world: LedgerWorld, payee: typeof organization): Promise<Sums> => {
  let sums: Sums = new Map();
  for (let month = monthOf(start); month <= monthOf(world.now()); month = addMonths(month, 1))
    for await (const { fact } of monthFacts(world.store, payee, month))
      sums = applyToSums(sums, fact);
  return sums;
};
