import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { amountText } from '../../domain/money.ts';
import { byChance, faultyStore } from '../support/faulty-store.ts';
import { doctor, earningId, on, platform, today, yuan } from '../support/ledger-words.ts';
import {
  asking,
  bind,
  instanceOn,
  monthOf,
  peopled,
  request,
  tell,
} from '../support/small-ledger.ts';

const november = on('2026-11-03 10:00');

t.test('a withdrawal', async (t) => {
  t.test('is asked of a doctor who is known', async (t) => {
    const { withdrawals } = await peopled();
    const outcome = await withdrawals.request('nobody' as never, 'w' as never, 'all', asking());
    t.match(outcome, { ok: false, refusal: { code: 'doctor-unknown' } });
    t.match(await withdrawals.quote('nobody' as never, 'all', today), {
      refusal: { code: 'doctor-unknown' },
    });
  });

  t.test('asked twice is one withdrawal, in this month and in a later one', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    await tell(ledger, '500.00');
    t.equal(await request(ledger, '200.00'), 'added hospital 20000 requested');
    t.equal(await request(ledger, '200.00'), 'known hospital 20000 requested');
    t.equal(await request(ledger, '200.00', 'wdr-1', november), 'known hospital 20000 requested');
    t.equal(await request(ledger, '201.00', 'wdr-1', november), 'withdrawal-differs');
    const restarted = instanceOn(store);
    t.equal(
      await request(restarted, '200.00', 'wdr-1', november),
      'known hospital 20000 requested',
    );
    t.strictSame(await monthOf(store, '2026-11'), ['PeriodOpened']);
  });

  t.test('tapped twice at once is one withdrawal', async (t) => {
    const ledger = await peopled(faultyStore(() => 'slow'));
    await tell(ledger, '500.00');
    const both = await Promise.all([request(ledger, '200.00'), request(ledger, '200.00')]);
    t.strictSame(both, ['added hospital 20000 requested', 'known hospital 20000 requested']);
  });

  t.test(
    'never takes the same money twice, however many are asked at once, anywhere',
    async (t) => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const inner = memoryEventStore();
        await tell(await peopled(inner), '500.00');
        const faults = byChance(seed, ['slow', 'slow', 'unavailable', 'overloaded'], 2);
        const instances = [0, 1].map(() => instanceOn(faultyStore(faults, undefined, inner)));
        const outcomes = await Promise.all(
          Array.from({ length: 12 }, (_, n) =>
            request(instances[n % 2] ?? instanceOn(inner), '200.00', `wdr-${n}`),
          ),
        );
        const added = outcomes.filter((outcome) => outcome.startsWith('added')).length;
        const { facts } = await inner.readAll({ max: 10_000, streamPrefixes: ['account-'] });
        const recorded = facts.filter(({ type }) => type === 'WithdrawalRequested').length;
        t.ok(recorded <= 2 && added <= recorded, `seed ${seed}: ${added} answered of ${recorded}`);
      }
    },
  );

  t.test('is taxed as each payer’s payments are', async (t) => {
    const ledger = await peopled();
    await tell(ledger, '1000.00', { payerId: platform });
    const quote = await ledger.withdrawals.quote(doctor, 'all', today);
    t.ok(quote.ok);
    t.strictSame(
      quote.ok && quote.value.payouts.map(({ withheld, net }) => [withheld, net].map(amountText)),
      [['40.00', '960.00']],
    );
  });

  t.test('quoted changes nothing', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    await tell(ledger, '500.00');
    const before = await store.head();
    t.ok((await ledger.withdrawals.quote(doctor, yuan('100.00'), november)).ok);
    t.notOk((await ledger.withdrawals.quote(doctor, yuan('500.01'), november)).ok);
    t.equal(await store.head(), before);
  });

  t.test('counts what the doctor stands for at that moment', async (t) => {
    const ledger = await peopled();
    const about = { payee: doctor, now: today };
    await tell(ledger, '500.00');
    await ledger.parties.handlePayee({ type: 'Restrict', ...about, reason: 'asked' }, asking());
    t.equal(await request(ledger, '100.00'), 'account-restricted');
    await ledger.parties.handlePayee({ type: 'Release', ...about }, asking());
    await ledger.parties.handlePayee(
      { type: 'WithdrawConsent', ...about, purpose: 'payout' },
      asking(),
    );
    t.equal(await request(ledger, '100.00'), 'consent-missing');
  });

  t.test('of a doctor who will be bound is not yet the organization’s matter', async (t) => {
    const ledger = await peopled();
    await bind(ledger, doctor, '2026-10-21');
    t.equal(await request(ledger, '500.00'), 'balance-too-low');
    t.equal(
      await request(ledger, '500.00', 'wdr-1', on('2026-10-21 00:00')),
      'settles-through-organization',
    );
  });

  t.test('of a bound doctor takes what is their own, and no more', async (t) => {
    const ledger = await peopled();
    await tell(ledger, '500.00');
    await bind(ledger, doctor, '2026-10-02');
    const later = { earningId: earningId('ern-2'), completedAt: on('2026-10-03 10:00') };
    t.equal(await tell(ledger, '900.00', later), 'added org-lotus 90000');
    t.equal(await request(ledger, '500.01'), 'settles-through-organization');
    t.equal(await request(ledger, 'all'), 'added hospital 50000 requested');
    t.equal(await request(ledger, 'all', 'wdr-2'), 'settles-through-organization');
  });
});
