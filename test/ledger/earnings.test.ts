import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import { fen, total } from '../../domain/money.ts';
import { refuse } from '../../domain/result.ts';
import { teamParts } from '../../src/ledger/earning-told.ts';
import { faultyStore } from '../support/faulty-store.ts';
import { storedIn } from '../support/jar.ts';
import {
  colleague,
  doctor,
  earningId,
  hospital,
  on,
  organization,
  platform,
  yuan,
} from '../support/ledger-words.ts';
import { bind, instanceOn, monthOf, peopled, tell, unbind } from '../support/small-ledger.ts';

const november = on('2026-11-03 10:00');
const team = [
  { doctorId: doctor, share: '2' },
  { doctorId: colleague, share: '1' },
];

t.test('an earning', async (t) => {
  t.test('needs a payer and a doctor that are known', async (t) => {
    const ledger = await peopled();
    t.equal(await tell(ledger, '120.00', { payerId: 'nobody' as PayerId }), 'payer-unknown');
    t.equal(await tell(ledger, '120.00', { doctorId: 'nobody' as PayeeId }), 'doctor-unknown');
  });

  t.test('told twice is one earning, told otherwise is refused, whatever differs', async (t) => {
    const ledger = await peopled();
    t.equal(await tell(ledger, '120.00', { serviceRef: 's-1' }), 'added doc-lin 12000');
    t.equal(await tell(ledger, '120.00', { serviceRef: 's-1' }), 'known doc-lin 12000');
    for (const other of [
      {},
      { serviceRef: 's-2' },
      { serviceRef: 's-1', payerId: platform },
      { serviceRef: 's-1', source: 'article' as const },
      { serviceRef: 's-1', platformFee: yuan('1.00') },
      { serviceRef: 's-1', completedAt: on('2026-10-01 09:31') },
      { serviceRef: 's-1', contractRef: 'c-1' },
      { serviceRef: 's-1', patientRef: 'p-1' },
      { serviceRef: 's-1', team: [{ doctorId: doctor, share: '1' }] },
    ]) {
      t.equal(
        await tell(ledger, '120.00', other),
        'earning-differs',
        Object.keys(other).join(' and '),
      );
    }
    t.equal(await tell(ledger, '120.01', { serviceRef: 's-1' }), 'earning-differs');
  });

  t.test('told again months later, after a restart, is still one earning', async (t) => {
    const store = memoryEventStore();
    await tell(await peopled(store), '120.00');
    await tell(instanceOn(store), '1.00', { earningId: earningId('ern-2') }, november);
    const restarted = instanceOn(store);
    const january = on('2027-01-05 10:00');
    t.equal(await tell(restarted, '120.00', {}, january), 'known doc-lin 12000');
    t.equal(await tell(restarted, '120.01', {}, january), 'earning-differs');
  });

  t.test('told to two instances at once is one earning', async (t) => {
    const store = faultyStore(() => 'slow');
    const here = await peopled(store);
    const there = instanceOn(store);
    await Promise.all([tell(here, '1.00'), tell(there, '1.00', { earningId: earningId('ern-2') })]);
    const again = { earningId: earningId('ern-3') };
    const outcomes = await Promise.all([tell(here, '120.00', again), tell(there, '120.00', again)]);
    t.strictSame(outcomes.toSorted(), ['added doc-lin 12000', 'known doc-lin 12000']);
  });

  t.test('says of a patient only what tells patients apart', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    const patients = { 'ern-1': 'patient-007', 'ern-2': 'patient-007', 'ern-3': 'patient-008' };
    for (const [id, patientRef] of Object.entries(patients))
      await tell(ledger, '1.00', { earningId: earningId(id), patientRef });
    const facts = await storedIn(store, `account-${doctor}-2026-10`);
    const told = facts.flatMap(({ data }) => JSON.parse(data).patient ?? []);
    t.equal(told.length, 3);
    t.equal(new Set(told).size, 2);
    t.notMatch(JSON.stringify(facts), /patient-00/);
  });
});

t.test('an earning of a bound doctor', async (t) => {
  t.test('goes to the organization, with who performed it', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    await bind(ledger, doctor, '2026-10-01');
    t.equal(await tell(ledger, '120.00'), 'added org-lotus 12000');
    const [, fact] = await storedIn(store, `account-${organization}-2026-10`);
    t.match(JSON.parse(fact?.data ?? '{}'), { performedBy: doctor, gross: '120.00' });
    t.strictSame(await monthOf(store, '2026-10'), []);
  });

  t.test('goes by the moment of completion, not by that of telling', async (t) => {
    const ledger = await peopled();
    await bind(ledger, doctor, '2026-10-02');
    t.equal(await tell(ledger, '1.00'), 'added doc-lin 100');
    const during = { earningId: earningId('ern-2'), completedAt: on('2026-10-02 00:00') };
    await unbind(ledger, doctor);
    t.equal(await tell(ledger, '2.00', during), 'added org-lotus 200');
    const after = { earningId: earningId('ern-3'), completedAt: on('2026-10-20 10:00') };
    t.equal(await tell(ledger, '3.00', after), 'added doc-lin 300');
  });

  t.test('told before the binding was, for a day already past, stays where it is', async (t) => {
    const ledger = await peopled();
    t.equal(await tell(ledger, '120.00'), 'added doc-lin 12000');
    await bind(ledger, doctor, '2026-10-01');
    t.equal(await tell(ledger, '120.00'), 'known doc-lin 12000');
    t.equal(await tell(ledger, '120.01'), 'earning-differs');
    t.equal(await tell(ledger, '120.00', {}, november), 'known doc-lin 12000');
    t.equal(await tell(ledger, '80.00', { earningId: earningId('ern-2') }), 'added org-lotus 8000');
  });

  t.test('told again after the doctor left is found at the organization', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    await bind(ledger, doctor, '2026-10-01');
    await tell(ledger, '120.00');
    await unbind(ledger, doctor);
    t.equal(await tell(instanceOn(store), '120.00', {}, november), 'known org-lotus 12000');
  });

  t.test('keeps its id from a colleague of the same organization', async (t) => {
    const ledger = await peopled();
    await bind(ledger, doctor, '2026-10-01');
    await bind(ledger, colleague, '2026-10-01');
    await tell(ledger, '120.00');
    t.equal(await tell(ledger, '60.00', { doctorId: colleague }), 'earning-differs');
    t.equal(await tell(ledger, '120.00'), 'known org-lotus 12000');
  });
});

t.test('a team’s earning', async (t) => {
  t.test('is split so that no fen is lost, and each gets their part', async (t) => {
    const ledger = await peopled();
    t.equal(await tell(ledger, '100.00', { team }), 'added doc-lin 6667, doc-wen 3333');
    t.equal(await tell(ledger, '100.00', { team }), 'known doc-lin 6667, doc-wen 3333');
    t.equal(await tell(ledger, '100.01', { team }), 'earning-differs');
    const parts = teamParts({
      earningId: earningId('e'),
      doctorId: doctor,
      payerId: hospital,
      source: 'consultation',
      gross: yuan('100.00'),
      platformFee: yuan('0.01'),
      completedAt: on('2026-10-01'),
      team,
    });
    t.equal(total(parts.map(({ fee }) => fee)), fen(1n));
  });

  t.test('is refused whole when one member is unknown', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    const stranger = { doctorId: 'nobody' as PayeeId, share: '1' };
    t.equal(await tell(ledger, '100.00', { team: [...team, stranger] }), 'doctor-unknown');
    t.strictSame(await monthOf(store, '2026-10'), []);
  });

  t.test('told otherwise is refused whole, whoever comes first in it', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    const alone = [
      { doctorId: colleague, share: '0' },
      { doctorId: doctor, share: '1' },
    ];
    await tell(ledger, '100.00', { team: alone });
    const both = alone.map((member) => ({ ...member, share: '1' }));
    t.equal(await tell(ledger, '100.00', { team: both }), 'earning-differs');
    t.strictSame(await monthOf(store, '2026-10', colleague), []);
  });

  t.test('gives nothing to who has no share, and records no empty part', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    const one = [team[0], { doctorId: colleague, share: '0' }].flatMap((member) => member ?? []);
    t.equal(await tell(ledger, '100.00', { team: one }), 'added doc-lin 10000');
    t.strictSame(await monthOf(store, '2026-10', colleague), []);
  });

  t.test('of which two belong to one organization brings it both parts', async (t) => {
    const ledger = await peopled();
    await bind(ledger, doctor, '2026-10-01');
    await bind(ledger, colleague, '2026-10-01');
    t.equal(await tell(ledger, '100.00', { team }), 'added org-lotus 6667, org-lotus 3333');
    t.equal(await tell(ledger, '100.00', { team }), 'known org-lotus 6667, org-lotus 3333');
    t.equal(
      await tell(ledger, '100.00', { team }, november),
      'known org-lotus 6667, org-lotus 3333',
    );
  });

  t.test('that was told only in part is completed by the retry', async (t) => {
    const inner = memoryEventStore();
    await peopled(inner);
    // The first member's part is written before the store goes away.
    const failing = instanceOn({
      ...inner,
      append: async (stream, ...asked) =>
        stream.startsWith(`account-${colleague}-`)
          ? refuse({ code: 'unavailable', detail: 'gone' })
          : inner.append(stream, ...asked),
    });
    t.equal(await tell(failing, '100.00', { team }), 'store-unavailable');
    t.equal((await monthOf(inner, '2026-10')).at(-1), 'EarningRecorded');
    t.equal(await tell(instanceOn(inner), '100.00', { team }), 'added doc-lin 6667, doc-wen 3333');
    t.equal(
      (await monthOf(inner, '2026-10')).filter((type) => type === 'EarningRecorded').length,
      1,
    );
  });
});
