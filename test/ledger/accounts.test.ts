import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import { amountText } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { addMonths, type Instant } from '../../domain/time.ts';
import { byChance, faultyStore, script } from '../support/faulty-store.ts';
import { chainHolds, storedIn } from '../support/jar.ts';
import { card, doctor, earningId, hospital, month, on, today } from '../support/ledger-words.ts';
import { asking, instanceOn, monthOf, peopled, request, tell } from '../support/small-ledger.ts';

const november = on('2026-11-01 00:00');
const of = { payee: doctor, since: month('2026-08') };
const payable = async (ledger: Awaited<ReturnType<typeof peopled>>, now: Instant) => {
  const sums = (await ledger.accounts.settled(of, now)).sums.get(hospital);
  return amountText(sums?.payable ?? (0n as never));
};
const whole = async (store: EventStore, ...periods: readonly string[]): Promise<boolean> => {
  for (const period of periods) {
    if (!chainHolds(await storedIn(store, `account-${doctor}-${period}`))) return false;
  }
  return true;
};
const earning = (n: number) => ({ earningId: earningId(`ern-${n}`) });

t.test('an account', async (t) => {
  t.test('begins in the month of registration, whenever its first command comes', async (t) => {
    const store = memoryEventStore();
    t.equal(await tell(await peopled(store), '120.00'), 'added doc-lin 12000');
    t.strictSame(await monthOf(store, '2026-08'), ['PeriodOpened', 'PeriodClosed']);
    t.strictSame(await monthOf(store, '2026-10'), ['PeriodOpened', 'EarningRecorded']);
  });

  t.test('begins once, though two come first in two months', async (t) => {
    const store = faultyStore(() => 'slow');
    await peopled(store);
    const [here, there] = [instanceOn(store), instanceOn(store)];
    const both = await Promise.all([
      tell(here, '120.00', earning(1), on('2026-10-31 23:59:59')),
      tell(there, '80.00', earning(2), november),
    ]);
    t.strictSame(both, ['added doc-lin 12000', 'added doc-lin 8000']);
    t.equal(await payable(instanceOn(store), november), '200.00');
  });

  t.test('is a doctor’s or an organization’s, also where both come at once', async (t) => {
    const { parties } = await peopled();
    const id = 'both' as PayeeId;
    const both = await Promise.all([
      parties.handlePayee(
        { type: 'RegisterPayee', payee: id, kind: 'doctor', name: 'stored', now: today },
        asking(),
      ),
      parties.handleOrganization(
        {
          type: 'RegisterOrganization',
          organizationId: id,
          legalName: 'Lotus Services',
          bankCode: 'ICBC',
          accountRef: card,
          now: today,
        },
        asking(),
      ),
    ]);
    t.strictSame(both.map(({ ok }) => ok).toSorted(), [false, true]);
  });

  t.test('closes a month with the first command of a later one, and carries on', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    await tell(ledger, '120.00');
    const later = on('2027-01-15 10:00');
    t.equal(await tell(ledger, '80.00', earning(2), later), 'added doc-lin 8000');
    t.strictSame(await monthOf(store, '2026-10'), [
      'PeriodOpened',
      'EarningRecorded',
      'PeriodClosed',
    ]);
    t.strictSame(await monthOf(store, '2027-01'), ['PeriodOpened', 'EarningRecorded']);
    t.equal(await payable(ledger, later), '200.00');
  });

  t.test('that could not be begun is not begun elsewhere', async (t) => {
    const store = memoryEventStore();
    await peopled(store);
    const failing = instanceOn(faultyStore(script('unavailable'), undefined, store));
    t.equal(await tell(failing, '120.00'), 'store-unavailable');
    t.strictSame(await monthOf(store, '2026-10'), []);
    t.equal(await tell(failing, '120.00'), 'added doc-lin 12000');
    t.strictSame(await monthOf(store, '2026-08'), ['PeriodOpened', 'PeriodClosed']);
  });

  t.test('goes on where it was after a restart', async (t) => {
    const store = memoryEventStore();
    await tell(await peopled(store), '120.00');
    const restarted = instanceOn(store);
    t.equal(await tell(restarted, '120.00'), 'known doc-lin 12000');
    t.equal(await tell(restarted, '80.00', earning(2), november), 'added doc-lin 8000');
    t.equal(await payable(instanceOn(store), november), '200.00');
  });

  t.test('that was closed before a crash is opened by whoever comes next', async (t) => {
    const store = memoryEventStore();
    await tell(await peopled(store), '120.00');
    const crashing = instanceOn(faultyStore(script('none', 'unavailable'), undefined, store));
    t.equal(await tell(crashing, '80.00', earning(2), november), 'store-unavailable');
    t.strictSame(await monthOf(store, '2026-11'), []);
    t.equal((await monthOf(store, '2026-10')).at(-1), 'PeriodClosed');
    for (const ledger of [crashing, instanceOn(store)])
      t.equal(await payable(ledger, november), '120.00', 'until then it stands as it was closed');
    t.equal(await tell(instanceOn(store), '80.00', earning(2), november), 'added doc-lin 8000');
    t.equal(await payable(instanceOn(store), november), '200.00');
  });

  t.test('whose month could not be begun takes no fact before it is', async (t) => {
    for (const [fault, outcome] of [
      ['overloaded', 'busy'],
      ['unavailable', 'store-unavailable'],
      ['lost-before', 'added doc-lin 8000'],
      ['lost-after', 'added doc-lin 8000'],
    ] as const) {
      const store = memoryEventStore();
      await tell(await peopled(store), '120.00');
      const faulty = instanceOn(faultyStore(script('none', fault), undefined, store));
      t.equal(await tell(faulty, '80.00', earning(2), november), outcome, fault);
      await tell(faulty, '80.00', earning(2), november);
      t.strictSame(await monthOf(store, '2026-11'), ['PeriodOpened', 'EarningRecorded']);
      t.equal(await payable(faulty, november), '200.00');
    }
  });
});

t.test('a month end under load', async (t) => {
  t.test('closes once and opens once, and nothing that was promised is lost', async (t) => {
    const store = faultyStore(() => 'slow');
    const ledger = await peopled(store);
    const told = (n: number, now: Instant) => tell(ledger, '1.00', earning(n), now);
    await Promise.all(Array.from({ length: 50 }, (_, n) => told(n, today)));
    const mixed = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        told(n + 50, n % 2 === 0 ? november : on('2026-10-31 23:59:59')),
      ),
    );
    t.ok(mixed.every((outcome) => outcome === 'added doc-lin 100'));
    const [october, next] = [await monthOf(store, '2026-10'), await monthOf(store, '2026-11')];
    t.equal(october.filter((type) => type === 'PeriodClosed').length, 1);
    t.equal(october.at(-1), 'PeriodClosed');
    t.equal(next.filter((type) => type === 'PeriodOpened').length, 1);
    t.equal(next[0], 'PeriodOpened');
    t.equal(await payable(ledger, november), '150.00');
    t.ok(await whole(store, '2026-10', '2026-11'));
  });

  t.test('in two instances at once is one month end', async (t) => {
    const inner = memoryEventStore();
    const here = await peopled(faultyStore(() => 'slow', undefined, inner));
    const there = instanceOn(faultyStore(() => 'slow', undefined, inner));
    await tell(here, '1.00', earning(0));
    await tell(there, '1.00', earning(1));
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        tell(n % 2 === 0 ? here : there, '1.00', earning(n), n < 10 ? today : november),
      ),
    );
    t.ok(outcomes.every((outcome) => outcome.endsWith('doc-lin 100')));
    t.equal(outcomes.filter((outcome) => outcome.startsWith('known')).length, 2);
    const [october, next] = [await monthOf(inner, '2026-10'), await monthOf(inner, '2026-11')];
    t.equal(october.filter((type) => type === 'PeriodClosed').length, 1);
    t.equal(next.filter((type) => type === 'PeriodOpened').length, 1);
    t.equal(await payable(instanceOn(inner), november), '40.00');
    t.ok(await whole(inner, '2026-10', '2026-11'));
  });

  t.test('whatever the store does keeps every earning that was promised, once', async (t) => {
    for (const seed of [1, 2, 3, 4]) {
      const inner = memoryEventStore();
      await peopled(inner);
      const faults = byChance(seed, ['slow', 'slow', 'slow', 'overloaded', 'unavailable'], 2);
      const instances = [0, 1].map(() => instanceOn(faultyStore(faults, undefined, inner)));
      const clock = (n: number): Instant =>
        on(`${addMonths(month('2026-10'), Math.floor(n / 15))}-01 0${n % 10}:00`);
      const told = await Promise.all(
        Array.from({ length: 45 }, async (_, n) => {
          const ledger = instances[n % 2] ?? instanceOn(inner);
          const id = earningId(`ern-${n % 34}`);
          return [id, await tell(ledger, '1.00', { earningId: id }, clock(n))] as const;
        }),
      );
      const promised = new Set(
        told.flatMap(([id, outcome]) => (outcome.endsWith('doc-lin 100') ? [id] : [])),
      );
      const log = await inner.readAll({ max: 10_000, streamPrefixes: ['account-'] });
      const recorded = log.facts.filter(({ type }) => type === 'EarningRecorded');
      const ids = recorded.map(({ data }) => JSON.parse(data).earningId);
      t.equal(new Set(ids).size, ids.length, `seed ${seed}: no earning twice`);
      t.ok(
        [...promised].every((id) => ids.includes(id)),
        `seed ${seed}: none is lost`,
      );
      const at = on('2027-02-01 00:00');
      t.equal(
        await payable(instanceOn(inner), at),
        `${ids.length}.00`,
        `seed ${seed}: they add up`,
      );
    }
  });
});

t.test(
  'a store that cannot be read makes "not now", and no month is begun on a guess',
  async (t) => {
    const inner = memoryEventStore();
    const ledger = await peopled(inner);
    await tell(ledger, '120.00');
    const store = faultyStore(script(), undefined, inner);
    const restarted = instanceOn(store);
    await restarted.parties.payee(doctor);
    await restarted.parties.payer(hospital);
    store.beUnreadable(true);
    t.equal(await tell(restarted, '80.00', earning(2), november), 'store-unavailable');
    store.beUnreadable(false);
    t.equal(
      await request(restarted, '120.00', 'wdr-1', november),
      'added hospital 12000 requested',
    );
  },
);
