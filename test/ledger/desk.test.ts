import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import { payoutSeed } from '../../src/ledger/payout-seed.ts';
import {
  colleague,
  doctor,
  earningId,
  hospital,
  on,
  organization,
  payout,
  platform,
  reference,
  today,
  worth,
  yuan,
} from '../support/ledger-words.ts';
import {
  asking,
  atDesk,
  bind,
  instanceOn,
  monthOf,
  peopled,
  request,
  tell,
  unbind,
} from '../support/small-ledger.ts';

type Ledger = Awaited<ReturnType<typeof peopled>>;
const november = on('2026-11-03 10:00');
const december = on('2026-12-03 10:00');

const reverse = async (
  ledger: Ledger,
  amount: string,
  id = 'rev-1',
  now = today,
  whose = doctor,
): Promise<string> => {
  const asked = {
    reversalId: reference(id),
    earningId: earningId('ern-1'),
    amount: yuan(amount),
    reason: 'refund',
  };
  const outcome = await ledger.desk.reverse(whose, asked, asking(now));
  if (outcome.ok) return outcome.value.facts.length > 0 ? 'reversed' : 'nothing';
  return outcome.refusal.code;
};
const sumsOf = async (ledger: Ledger, account: PayeeId, now = today) => {
  const of = await ledger.desk.accountOf(account);
  if (of === undefined) throw new Error('unknown');
  return worth((await ledger.accounts.settled(of, now)).sums.get(hospital) ?? {});
};

t.test('the desk', async (t) => {
  t.test('knows doctors and organizations, and nobody else', async (t) => {
    const ledger = await peopled();
    const release = { type: 'ReleaseHold', holdId: reference('h') } as const;
    t.equal(await atDesk(ledger, release), 'hold-unknown');
    t.equal(await atDesk(ledger, release, today, organization), 'hold-unknown');
    t.equal(await atDesk(ledger, release, today, 'nobody' as PayeeId), 'doctor-unknown');
    t.equal(await reverse(ledger, '1.00', 'rev-1', today, 'nobody' as PayeeId), 'doctor-unknown');
  });
});

t.test('taking back an earning', async (t) => {
  t.test('works in the month it was recorded, and says it once', async (t) => {
    const ledger = await peopled();
    await tell(ledger, '120.00');
    t.equal(await reverse(ledger, '20.00'), 'reversed');
    t.equal(await reverse(ledger, '20.00'), 'nothing');
    t.equal(await reverse(ledger, '21.00'), 'reversal-differs');
    t.equal(await reverse(ledger, '100.01', 'rev-2'), 'reversal-exceeds-earning');
  });

  t.test('works months later, over several months, to the last fen and no further', async (t) => {
    const store = memoryEventStore();
    const ledger = await peopled(store);
    await tell(ledger, '120.00', { platformFee: yuan('12.00') });
    t.equal(await reverse(ledger, '20.00', 'rev-1'), 'reversed');
    t.equal(await reverse(ledger, '30.00', 'rev-2', november), 'reversed');
    const restarted = instanceOn(store);
    t.equal(await reverse(restarted, '30.00', 'rev-2', december), 'nothing');
    t.equal(await reverse(restarted, '20.00', 'rev-1', december), 'nothing');
    t.equal(await reverse(restarted, '70.01', 'rev-3', december), 'reversal-exceeds-earning');
    t.equal(await reverse(restarted, '70.00', 'rev-3', december), 'reversed');
    t.strictSame(await sumsOf(restarted, doctor, december), {
      earned: '120.00',
      reversed: '120.00',
    });
  });

  t.test('finds it at the organization, also after the doctor left', async (t) => {
    const ledger = await peopled();
    await bind(ledger, doctor, '2026-10-01');
    await tell(ledger, '120.00');
    await unbind(ledger, doctor);
    t.equal(await reverse(ledger, '20.00', 'rev-1', november), 'reversed');
    t.strictSame(await sumsOf(ledger, organization, november), {
      earned: '120.00',
      reversed: '20.00',
      payable: '100.00',
    });
  });

  t.test('takes a member’s own part of a team’s earning, and no colleague’s', async (t) => {
    const ledger = await peopled();
    await bind(ledger, doctor, '2026-10-01');
    await bind(ledger, colleague, '2026-10-01');
    const team = [
      { doctorId: doctor, share: '2' },
      { doctorId: colleague, share: '1' },
    ];
    await tell(ledger, '90.00', { team });
    t.equal(await reverse(ledger, '30.01', 'rev-1', today, colleague), 'reversal-exceeds-earning');
    t.equal(await reverse(ledger, '30.00', 'rev-1', today, colleague), 'reversed');
    t.equal(await reverse(ledger, '60.00', 'rev-2', november, doctor), 'reversed');
  });

  t.test('that nobody recorded, or only a colleague, is not possible', async (t) => {
    const ledger = await peopled();
    const asked = { reversalId: reference('r'), earningId: earningId('ern-1'), reason: 'r' };
    await bind(ledger, doctor, '2026-10-01');
    await tell(ledger, '120.00', { doctorId: colleague });
    t.strictSame(await ledger.desk.reverse(doctor, { ...asked, amount: yuan('1.00') }, asking()), {
      ok: false,
      refusal: { code: 'earning-unknown', earningId: earningId('ern-1') },
    });
  });
});

t.test('a hold on an earning that matures in the next month comes out of that money', async (t) => {
  const ledger = await peopled();
  await tell(ledger, '120.00', { completedAt: on('2026-10-29 10:00') }, on('2026-10-29 12:00'));
  const hold = {
    type: 'PlaceHold',
    holdId: reference('hold-1'),
    payerId: hospital,
    amount: yuan('120.00'),
    reason: 'complaint',
  } as const;
  t.equal(await atDesk(ledger, hold, november), 'balance-too-low', 'nothing is free yet');
  const ofEarning = { ...hold, earningId: earningId('ern-1') };
  t.equal(await atDesk(ledger, ofEarning, november), 'HoldPlaced');
  t.equal(await atDesk(ledger, ofEarning, november), 'nothing');
  t.equal(
    await atDesk(ledger, { type: 'ReleaseHold', holdId: reference('hold-1') }, november),
    'HoldReleased',
  );
  t.equal(await request(ledger, 'all', 'wdr-1', november), 'amount-below-minimum');
  t.equal(
    await request(ledger, 'all', 'wdr-1', on('2026-11-05 00:00')),
    'added hospital 12000 requested',
  );
});

t.test('a payout goes on in later months', async (t) => {
  const store = memoryEventStore();
  const ledger = await peopled(store);
  const payoutId = payout(`P${payoutSeed(doctor, 'wdr-1')}01`);
  await tell(ledger, '1000.00', { payerId: platform });
  t.equal(await request(ledger, 'all'), 'added platform 100000 requested');
  t.equal(await atDesk(ledger, { type: 'SubmitPayout', payoutId }), 'PayoutSubmitted');
  const paid = {
    type: 'RecordPaid',
    payoutId,
    providerFee: yuan('0.00'),
    paidAt: november,
    evidence: 'query',
  } as const;
  t.equal(await atDesk(ledger, paid, november), 'PayoutPaid');
  const returned = { ...paid, type: 'RecordReturned', returnedAt: december, reason: 'r' } as const;
  const restarted = instanceOn(store);
  t.equal(await atDesk(restarted, returned, december), 'PayoutReturned');
  t.strictSame(await monthOf(store, '2026-12'), ['PeriodOpened', 'PayoutReturned']);
  t.equal(await request(restarted, 'all', 'wdr-1', december), 'known platform 100000 returned');
});
