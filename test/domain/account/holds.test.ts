import t from 'tap';
import { availableOn, maturingAfter } from '../../../domain/account/available.ts';
import type { FactData } from '../../../domain/account/facts.ts';
import { amountText } from '../../../domain/money.ts';
import type { Day } from '../../../domain/time.ts';
import { placeHold, record, releaseHold, reverse } from '../../support/account-asking.ts';
import { account, carriedOver, sumsAfter, told } from '../../support/account-told.ts';
import {
  amount,
  earned,
  earningId,
  earningOf,
  hospital,
  on,
  opened,
  platform,
  reference,
  today,
  worth,
  yuan,
} from '../../support/ledger-words.ts';

const placed = (held: string, more: Partial<FactData<'HoldPlaced'>> = {}) =>
  ({
    type: 'HoldPlaced',
    data: {
      holdId: reference('hold-1'),
      payerId: hospital,
      amount: amount(held),
      reason: 'complaint',
      at: today,
      ...more,
    },
  }) as const;

t.test('a hold', async (t) => {
  t.test('sets aside what is free, and not a fen more', async (t) => {
    account(t).given(opened(), earned('120.00')).when(placeHold('120.00')).yields(placed('120.00'));
    account(t)
      .given(opened(), earned('120.00'))
      .when(placeHold('120.01'))
      .refuses({ code: 'balance-too-low', available: yuan('120.00'), asked: yuan('120.01') });
  });

  t.test('needs an amount', async (t) => {
    account(t)
      .given(opened(), earned('120.00'))
      .when(placeHold('0.00'))
      .refuses({ code: 'amount-not-positive' });
  });

  t.test('touches only the payer it names', async (t) => {
    account(t)
      .given(opened(), earned('120.00'))
      .when(placeHold('1.00', { payerId: platform }))
      .refuses({ code: 'balance-too-low', available: yuan('0.00'), asked: yuan('1.00') });
  });

  t.test('placed twice is one hold; with other content it is refused', async (t) => {
    const once = [opened(), earned('120.00'), placed('20.00')] as const;
    account(t)
      .given(...once)
      .when(placeHold('20.00'))
      .changesNothing();
    const differs = { code: 'hold-differs', holdId: reference('hold-1') } as const;
    account(t)
      .given(...once)
      .when(placeHold('20.01'))
      .refuses(differs);
    account(t)
      .given(...once)
      .when(placeHold('20.00', { payerId: platform }))
      .refuses(differs);
    for (const other of [{ reason: 'refund' }, { earningId: earningId('ern-1') }])
      account(t)
        .given(...once)
        .when(placeHold('20.00', other))
        .refuses(differs);
  });

  t.test('placed again in a later month is still held against what was said', async (t) => {
    const november = carriedOver([opened(), earned('120.00'), placed('20.00')]);
    account(t)
      .given(...november)
      .when(placeHold('20.00'))
      .changesNothing();
    account(t)
      .given(...november)
      .when(placeHold('20.00', { reason: 'refund' }))
      .refuses({ code: 'hold-differs', holdId: reference('hold-1') });
  });

  t.test('is released whole, once', async (t) => {
    const once = [opened(), earned('120.00'), placed('20.00')] as const;
    const released = {
      type: 'HoldReleased',
      data: {
        holdId: reference('hold-1'),
        payerId: hospital,
        amount: amount('20.00'),
        at: today,
      },
    } as const;
    account(t)
      .given(...once)
      .when(releaseHold())
      .yields(released);
    account(t)
      .given(...once, released)
      .when(releaseHold())
      .changesNothing();
    account(t)
      .given(opened())
      .when(releaseHold())
      .refuses({ code: 'hold-unknown', holdId: reference('hold-1') });
  });
});

t.test('a hold on an earning that still matures', async (t) => {
  const now = on('2026-10-05 12:00');
  const theEighth = '2026-10-08' as Day;
  const ofEarning = { now, earningId: earningId('ern-1') };

  t.test('comes out of its day’s money, and not a fen more', async (t) => {
    account(t)
      .given(opened(), earned('120.00'))
      .when(placeHold('120.00', ofEarning))
      .yields(placed('120.00', { earningId: earningId('ern-1'), maturesOn: theEighth, at: now }));
    account(t)
      .given(opened(), earned('120.00'))
      .when(placeHold('120.01', ofEarning))
      .refuses({ code: 'balance-too-low', available: yuan('120.00'), asked: yuan('120.01') });
  });

  t.test('does so across a month end', async (t) => {
    const late = { completed: on('2026-10-29 12:00') };
    const november = carriedOver([opened(), earned('120.00', late)]);
    const [onTheFourth, onTheFifth] = [on('2026-11-04 12:00'), on('2026-11-05 00:00')];
    const earlier = earningOf('120.00', late);
    account(t)
      .given(...november)
      .when(placeHold('120.00', { ...ofEarning, earlier, now: onTheFourth }))
      .yields(
        placed('120.00', {
          earningId: earningId('ern-1'),
          maturesOn: '2026-11-05' as Day,
          at: onTheFourth,
        }),
      );
    account(t)
      .given(...november)
      .when(placeHold('120.00', { ...ofEarning, earlier, now: onTheFifth }))
      .yields(placed('120.00', { earningId: earningId('ern-1'), at: onTheFifth }));
  });

  t.test('of another payer’s earning is a hold on free money', async (t) => {
    account(t)
      .given(opened(), earned('120.00'))
      .when(placeHold('1.00', { ...ofEarning, payerId: platform }))
      .refuses({ code: 'balance-too-low', available: yuan('0.00'), asked: yuan('1.00') });
  });

  t.test('when released before the day lets the money mature on it', async (t) => {
    const facts = told(record('120.00'), placeHold('50.00', ofEarning), releaseHold({ now }));
    t.strictSame(maturingAfter(sumsAfter(facts), '2026-10-05' as Day), [
      { on: theEighth, amount: yuan('120.00') },
    ]);
  });

  t.test('that is then reversed never leaves a day below nothing', async (t) => {
    const free = record('500.00', {
      earningId: earningId('ern-0'),
      completedAt: on('2026-09-01 12:00'),
    });
    const facts = told(
      free,
      record('100.00'),
      placeHold('60.00', ofEarning),
      reverse('100.00', { now }),
    );
    const [before, onTheDay] = ['2026-10-05' as Day, theEighth];
    const sums = sumsAfter(facts);
    t.strictSame(maturingAfter(sums, before), []);
    t.equal(amountText(availableOn(sums, before)), '440.00', 'the held 60.00 are not free');
    t.equal(amountText(availableOn(sums, onTheDay)), '440.00');

    const released = told(
      free,
      record('100.00'),
      placeHold('60.00', ofEarning),
      reverse('100.00', { now }),
      releaseHold({ now }),
    );
    t.strictSame(maturingAfter(sumsAfter(released), before), []);
    t.equal(amountText(availableOn(sumsAfter(released), before)), '500.00');
    t.strictSame(worth(sumsAfter(released)), {
      earned: '600.00',
      reversed: '100.00',
      payable: '500.00',
    });
  });

  t.test('that was reversed leaves nothing more to hold of the day', async (t) => {
    const facts = told(record('100.00'), placeHold('60.00', ofEarning), reverse('100.00', { now }));
    account(t)
      .given(...facts)
      .when(placeHold('0.01', { ...ofEarning, holdId: reference('hold-2') }))
      .refuses({ code: 'balance-too-low', available: yuan('0.00'), asked: yuan('0.01') });
  });
});
