import t from 'tap';
import { availableOn } from '../../../domain/account/available.ts';
import type { Carried } from '../../../domain/account/carried.ts';
import type { Day } from '../../../domain/time.ts';
import {
  inDoubt,
  paid,
  placeHold,
  record,
  rejected,
  releaseHold,
  resolve,
  sentBack,
  submit,
  taxedMonthly,
  withdraw,
} from '../../support/account-asking.ts';
import {
  account,
  accountAfter,
  carriedOver,
  sumsAfter,
  told,
  toldOn,
} from '../../support/account-told.ts';
import {
  card,
  earned,
  earningId,
  hospital,
  month,
  on,
  opened,
  payout,
  platform,
  reference,
  today,
} from '../../support/ledger-words.ts';

const _nothing: Carried = { payers: {}, holds: [], payouts: [], adjustments: [], tax: {} };
const _october = month('2026-10');
const _november = month('2026-11');

t.test('closing a month hands on', async (t) => {
  const handedOn = (facts: Parameters<typeof carriedOver>[0]): Carried => {
    const [fact] = carriedOver(facts);
    if (fact?.type !== 'PeriodOpened') throw new Error('The month was not opened');
    return fact.data.carried;
  };

  t.test('the sums of each payer, and what matures later', async (t) => {
    const facts = [
      opened(),
      earned('120.00'),
      earned('80.00', { id: 'ern-2', completed: on('2026-10-25 12:00') }),
      earned('7.00', { id: 'ern-3', completed: on('2026-10-24 23:59:59') }),
      earned('30.00', { id: 'ern-4', from: platform }),
    ];
    const { payers } = handedOn(facts);
    t.strictSame(Object.keys(payers), ['hospital', 'platform']);
    t.strictSame(payers.hospital?.maturing, []);
    t.equal(payers.hospital?.payable, '207.00');
    t.equal(payers.platform?.earned, '30.00');
  });

  t.test(
    'money that matures on the second, but not that of the first: its day has come',
    async (t) => {
      const facts = [
        opened(),
        earned('80.00', { id: 'ern-1', completed: on('2026-10-25 12:00') }),
        earned('20.00', { id: 'ern-2', completed: on('2026-10-26 00:00') }),
      ];
      t.strictSame(handedOn(facts).payers.hospital?.maturing, [
        { on: '2026-11-02', amount: '20.00' },
      ]);
      const after = sumsAfter(carriedOver(facts));
      for (const [day, free] of [
        ['2026-11-01', 8_000n],
        ['2026-11-02', 10_000n],
      ] as const) {
        t.equal(availableOn(after, day as Day), free);
        t.equal(availableOn(sumsAfter(facts), day as Day), free);
      }
    },
  );

  t.test('holds, and how long they would have matured', async (t) => {
    const now = on('2026-10-26 12:00');
    const completedAt = on('2026-10-26 09:00');
    const facts = told(
      record('120.00', { completedAt }),
      record('50.00', { earningId: earningId('ern-2') }),
      placeHold('20.00', { now, earningId: earningId('ern-1') }),
      placeHold('5.00', { now, holdId: reference('hold-2') }),
    );
    t.strictSame(handedOn(facts).holds, [
      {
        holdId: 'hold-1',
        payerId: 'hospital',
        amount: '20.00',
        reason: 'complaint',
        earningId: 'ern-1',
        maturesOn: '2026-11-02',
      },
      { holdId: 'hold-2', payerId: 'hospital', amount: '5.00', reason: 'complaint' },
    ]);
    const released = toldOn(carriedOver(facts), releaseHold({ now: on('2026-11-01 09:00') }));
    t.equal(availableOn(sumsAfter(released), '2026-11-01' as Day), 4_500n);
    t.equal(availableOn(sumsAfter(released), '2026-11-02' as Day), 16_500n);
  });

  t.test('holds that were released, so that a retry does not hold anew', async (t) => {
    const facts = told(record('120.00'), placeHold('20.00'), releaseHold());
    account(t)
      .given(...carriedOver(facts))
      .when(placeHold('20.00'))
      .changesNothing();
    account(t)
      .given(...carriedOver(facts))
      .when(releaseHold())
      .changesNothing();
  });

  t.test('payouts under way, with all that is known about them', async (t) => {
    const facts = told(
      record('1000.00'),
      withdraw('all', { taxMethods: taxedMonthly }),
      submit(),
      inDoubt(),
      resolve(),
    );
    t.strictSame(handedOn(facts).payouts, [
      {
        payoutId: 'PWDR101',
        for: { withdrawalId: 'wdr-1' },
        payerId: hospital,
        gross: '1000.00',
        tax: '40.00',
        net: '960.00',
        taxMethod: 'labor-monthly',
        cardRef: card,
        state: 'in-doubt',
        requestedAt: today,
        submittedAt: today,
        proposal: { outcome: 'paid', by: 'finance:amy' },
      },
    ]);
    t.strictSame(
      accountAfter(carriedOver(facts)).payouts.get(payout('PWDR101')),
      accountAfter(facts).payouts.get(payout('PWDR101')),
    );
  });

  t.test('tax by month, so that the year goes on', async (t) => {
    const facts = told(record('1000.00'), withdraw('all', { taxMethods: taxedMonthly }));
    t.strictSame(handedOn(facts).tax, {
      hospital: [{ month: '2026-10', gross: '1000.00', withheld: '40.00' }],
    });
    t.strictSame(accountAfter(carriedOver(facts)).tax, accountAfter(facts).tax);
  });
});

t.test('what has ended is handed on', async (t) => {
  const settledOn = (clock: string) =>
    told(record('1000.00'), withdraw('all'), submit(), paid({ paidAt: on(clock) }));
  const known = (facts: ReturnType<typeof told>, next: string): boolean =>
    accountAfter(carriedOver(facts, next)).payouts.get(payout('PWDR101')) !== undefined;

  t.test('for 100 days after the payment, in which the bank may still send it back', async (t) => {
    t.ok(known(settledOn('2026-10-24 10:00'), '2027-02'), '100 days before the first of February');
    t.notOk(known(settledOn('2026-10-23 10:00'), '2027-02'), '101 days before');
  });

  t.test('for as long after a refusal, which may turn out to have been none', async (t) => {
    const refused = told(record('1000.00'), withdraw('all'), submit(), rejected());
    t.ok(known(refused, '2027-01'));
    t.notOk(known(refused, '2027-02'));
    const back = told(record('1000.00'), withdraw('all'), submit(), paid(), sentBack());
    t.ok(known(back, '2029-02'), 'what was sent back waits for ever');
  });

  t.test('no longer than that: neither earnings nor withdrawals of the month', async (t) => {
    const facts = carriedOver(told(record('1000.00'), withdraw('all')));
    const { earnings, withdrawals } = accountAfter(facts);
    t.strictSame([earnings.size, withdrawals.size], [0, 0]);
  });

  t.test('as far as there is room for it, the newest first, and all that is open', async (t) => {
    const ids = Array.from({ length: 1_000 }, (_, at) => reference(`hold-${at}`));
    const reason = '投诉'.repeat(50);
    const facts = told(
      record('1000.00'),
      placeHold('1.00', { holdId: reference('open') }),
      ...ids.flatMap((holdId) => [placeHold('1.00', { holdId, reason }), releaseHold({ holdId })]),
    );
    const [fact] = carriedOver(facts);
    t.ok(Buffer.byteLength(JSON.stringify(fact)) < 110_000);
    const { holds } = accountAfter(carriedOver(facts));
    t.ok(holds.get(reference('open')), 'what is open');
    t.ok(holds.get(reference('hold-999')), 'the newest');
    t.notOk(holds.get(reference('hold-0')), 'not the oldest');
  });
});
