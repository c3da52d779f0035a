import t from 'tap';
import { availableOn } from '../../../domain/account/available.ts';
import type { EarlierEarning } from '../../../domain/account/commands.ts';
import type { FactData } from '../../../domain/account/facts.ts';
import { earningKey } from '../../../domain/account/state.ts';
import { amountText } from '../../../domain/money.ts';
import type { Day } from '../../../domain/time.ts';
import { paid, record, reverse, submit, withdraw } from '../../support/account-asking.ts';
import { account, carriedOver, sumsAfter, told } from '../../support/account-told.ts';
import {
  amount,
  colleague,
  type EarnedHow,
  earned,
  earningId,
  earningOf,
  hospital,
  on,
  opened,
  reference,
  today,
  worth,
  yuan,
} from '../../support/ledger-words.ts';

const taken = (part: string, more: Partial<FactData<'EarningReversed'>> = {}) =>
  ({
    type: 'EarningReversed',
    data: {
      reversalId: reference('rev-1'),
      earningId: earningId('ern-1'),
      payerId: hospital,
      amount: amount(part),
      fee: amount('0.00'),
      reason: 'refund',
      at: today,
      ...more,
    },
  }) as const;

t.test('a reversal', async (t) => {
  t.test('takes back a part of an earning, and all of it, but not a fen more', async (t) => {
    account(t).given(opened(), earned('120.00')).when(reverse('20.00')).yields(taken('20.00'));
    account(t).given(opened(), earned('120.00')).when(reverse('120.00')).yields(taken('120.00'));
    account(t)
      .given(opened(), earned('120.00'))
      .when(reverse('120.01'))
      .refuses({
        code: 'reversal-exceeds-earning',
        reversible: yuan('120.00'),
        asked: yuan('120.01'),
      });
  });

  t.test('may follow another, until nothing is left', async (t) => {
    const once = [opened(), earned('120.00'), taken('100.00')] as const;
    const second = { reversalId: reference('rev-2') };
    account(t)
      .given(...once)
      .when(reverse('20.00', second))
      .yields(taken('20.00', second));
    account(t)
      .given(...once)
      .when(reverse('20.01', second))
      .refuses({
        code: 'reversal-exceeds-earning',
        reversible: yuan('20.00'),
        asked: yuan('20.01'),
      });
  });

  t.test(
    'told twice is one reversal; with another amount, reason or earning it is refused',
    async (t) => {
      const once = [opened(), earned('120.00'), taken('20.00')] as const;
      account(t)
        .given(...once)
        .when(reverse('20.00'))
        .changesNothing();
      const differs = { code: 'reversal-differs', reversalId: reference('rev-1') } as const;
      account(t)
        .given(...once)
        .when(reverse('20.01'))
        .refuses(differs);
      account(t)
        .given(...once)
        .when(reverse('20.00', { reason: 'double entry' }))
        .refuses(differs);
      account(t)
        .given(...once, earned('120.00', { id: 'ern-2' }))
        .when(reverse('20.00', { earningId: earningId('ern-2') }))
        .refuses(differs);
    },
  );

  t.test('needs an amount, and an earning', async (t) => {
    account(t)
      .given(opened(), earned('120.00'))
      .when(reverse('0.00'))
      .refuses({ code: 'amount-not-positive' });
    account(t)
      .given(opened())
      .when(reverse('20.00'))
      .refuses({ code: 'earning-unknown', earningId: earningId('ern-1') });
  });

  t.test('gives the platform’s fee back in shares that add up to it', async (t) => {
    const how: EarnedHow = { fee: '10.00' };
    const third = (n: number) => ({ reversalId: reference(`rev-${n}`) });
    const facts = told(
      record('120.00', { fee: yuan('10.00') }),
      reverse('40.00', third(1)),
      reverse('40.00', third(2)),
      reverse('40.00', third(3)),
    );
    t.strictSame(
      facts.flatMap((fact) => (fact.type === 'EarningReversed' ? [fact.data.fee] : [])),
      ['3.33', '3.34', '3.33'],
      'half up on the cumulative part: 3.33, 6.67, 10.00',
    );
    account(t)
      .given(opened(), earned('120.00', how))
      .when(reverse('120.00'))
      .yields(taken('120.00', { fee: amount('10.00') }));
  });

  t.test(
    'of money that still matures takes it off its day; from that day on it does not',
    async (t) => {
      const dayBefore = { now: on('2026-10-07 23:59:59') };
      account(t)
        .given(opened(), earned('120.00'))
        .when(reverse('20.00', dayBefore))
        .yields(taken('20.00', { at: dayBefore.now, maturesOn: '2026-10-08' as Day }));
      const onTheDay = { now: on('2026-10-08 00:00') };
      account(t)
        .given(opened(), earned('120.00'))
        .when(reverse('20.00', onTheDay))
        .yields(taken('20.00', { at: onTheDay.now }));
    },
  );

  t.test('after the payment leaves a debt, which later earnings pay first', async (t) => {
    const debt = told(record('120.00'), withdraw('all'), submit(), paid(), reverse('50.00'));
    t.strictSame(worth(sumsAfter(debt)), {
      earned: '120.00',
      reversed: '50.00',
      payable: '-50.00',
      withdrawn: '120.00',
    });
    const later = [...debt, earned('200.00', { id: 'ern-2' })];
    const available = availableOn(sumsAfter(later), '2026-10-20' as Day);
    t.equal(amountText(available), '150.00');
  });

  t.test('of an earlier month’s earning counts what earlier months took back', async (t) => {
    const earlier: EarlierEarning = {
      earning: earningOf('120.00', { fee: '12.00' }),
      reversed: { amount: yuan('100.00'), fee: yuan('10.00') },
      reversals: new Map([
        [
          reference('rev-0'),
          {
            earning: earningKey(earningId('ern-1'), undefined),
            amount: yuan('100.00'),
            reason: 'refund',
          },
        ],
      ]),
    };
    const november = carriedOver([opened(), earned('120.00', { fee: '12.00' }), taken('100.00')]);
    const now = on('2026-11-05 09:00');
    account(t)
      .given(...november)
      .when(reverse('20.00', { earlier, now }))
      .yields(taken('20.00', { fee: amount('2.00'), at: now }));
    account(t)
      .given(...november)
      .when(reverse('20.01', { earlier, now }))
      .refuses({
        code: 'reversal-exceeds-earning',
        reversible: yuan('20.00'),
        asked: yuan('20.01'),
      });
    const again = { earlier, now, reversalId: reference('rev-0') };
    account(t)
      .given(...november)
      .when(reverse('100.00', again))
      .changesNothing();
    account(t)
      .given(...november)
      .when(reverse('99.00', again))
      .refuses({ code: 'reversal-differs', reversalId: reference('rev-0') });
  });

  t.test('of one member’s part leaves the other members’ parts alone', async (t) => {
    const both = [opened(), earned('60.00', { by: colleague }), earned('40.00')] as const;
    account(t)
      .given(...both)
      .when(reverse('60.00', { performedBy: colleague }))
      .yields(taken('60.00', { performedBy: colleague }));
    account(t)
      .given(...both, taken('60.00', { performedBy: colleague }))
      .when(reverse('40.00', { reversalId: reference('rev-2') }))
      .yields(taken('40.00', { reversalId: reference('rev-2') }));
    account(t)
      .given(...both)
      .when(reverse('40.01'))
      .refuses({
        code: 'reversal-exceeds-earning',
        reversible: yuan('40.00'),
        asked: yuan('40.01'),
      });
  });
});
