import t from 'tap';
import type { AccountFact } from '../../../domain/account/facts.ts';
import { record, rejected, submit, withdraw } from '../../support/account-asking.ts';
import { account, told } from '../../support/account-told.ts';
import {
  earned,
  on,
  opened,
  payout,
  requested,
  withdrawal,
  yuan,
} from '../../support/ledger-words.ts';

const rich = [opened(), earned('90000.00')] as const;
/** Earlier requests of the day, numbered from 7 on. */
const before = (...grosses: readonly string[]): readonly AccountFact[] =>
  grosses.map((gross, n) =>
    requested(
      gross,
      { withdrawalId: withdrawal(`wdr-${n + 7}`), at: on('2026-10-20 00:00') },
      payout(`PWDR${n + 7}01`),
    ),
  );

t.test('a withdrawal', async (t) => {
  t.test('becomes one payout of the payer who owes the money', async (t) => {
    account(t)
      .given(opened(), earned('500.00'))
      .when(withdraw('500.00'))
      .yields(requested('500.00'));
  });

  t.test('asked twice is one withdrawal; with another amount it is refused', async (t) => {
    const once = [opened(), earned('500.00'), requested('200.00')] as const;
    const differs = { code: 'withdrawal-differs', withdrawalId: withdrawal('wdr-1') } as const;
    account(t)
      .given(...once)
      .when(withdraw('200.00'))
      .changesNothing();
    account(t)
      .given(...once)
      .when(withdraw('200.01'))
      .refuses(differs);
    account(t)
      .given(...once)
      .when(withdraw('all'))
      .refuses(differs);
  });

  t.test('asked again after its month was closed is still one withdrawal', async (t) => {
    const earlier = { asked: yuan('200.00') };
    const november = [opened('2026-11'), earned('500.00')] as const;
    account(t)
      .given(...november)
      .when(withdraw('200.00', { earlier }))
      .changesNothing();
    account(t)
      .given(...november)
      .when(withdraw('201.00', { earlier }))
      .refuses({ code: 'withdrawal-differs', withdrawalId: withdrawal('wdr-1') });
  });

  t.test('of nothing is refused', async (t) => {
    account(t)
      .given(...rich)
      .when(withdraw('0.00'))
      .refuses({ code: 'amount-not-positive' });
  });
});

t.test('the limits of a withdrawal', async (t) => {
  t.test('let it start at 100.00', async (t) => {
    const below = { code: 'amount-below-minimum', minimum: yuan('100.00') } as const;
    account(t)
      .given(...rich)
      .when(withdraw('100.00'))
      .yields(requested('100.00'));
    account(t)
      .given(...rich)
      .when(withdraw('99.99'))
      .refuses({ ...below, asked: yuan('99.99') });
  });

  t.test('let it be all there is, and not a fen more', async (t) => {
    const some = [opened(), earned('500.00')] as const;
    const low = { code: 'balance-too-low', available: yuan('500.00') } as const;
    account(t)
      .given(...some)
      .when(withdraw('500.00'))
      .yields(requested('500.00'));
    account(t)
      .given(...some)
      .when(withdraw('500.01'))
      .refuses({ ...low, asked: yuan('500.01') });
  });

  t.test('let one payout carry 20,000.00', async (t) => {
    const above = { code: 'amount-above-limit', most: yuan('20000.00') } as const;
    account(t)
      .given(...rich)
      .when(withdraw('20000.00'))
      .yields(requested('20000.00'));
    account(t)
      .given(...rich)
      .when(withdraw('20000.01'))
      .refuses({ ...above, asked: yuan('20000.01') });
  });

  t.test('let a day carry 50,000.00, and start anew at midnight', async (t) => {
    const twice = [...rich, ...before('20000.00', '20000.00')];
    const above = { code: 'amount-above-limit', most: yuan('10000.00') } as const;
    account(t)
      .given(...twice)
      .when(withdraw('10000.00'))
      .yields(requested('10000.00'));
    account(t)
      .given(...twice)
      .when(withdraw('10000.01'))
      .refuses({ ...above, asked: yuan('10000.01') });
    const now = on('2026-10-21 00:00');
    account(t)
      .given(...twice)
      .when(withdraw('10000.01', { now }))
      .yields(requested('10000.01', { at: now }));
  });

  t.test('do not count the money of what the bank refused', async (t) => {
    const facts = told(
      record('90000.00'),
      withdraw('20000.00', { withdrawalId: withdrawal('wdr-7') }),
      withdraw('20000.00', { withdrawalId: withdrawal('wdr-8') }),
      submit({ payoutId: payout('PWDR701') }),
      rejected({ payoutId: payout('PWDR701') }),
    );
    account(t)
      .given(...facts)
      .when(withdraw('20000.00'))
      .yields(requested('20000.00'));
  });

  t.test('let a doctor ask three times a day, and again the next day', async (t) => {
    const tooMany = { code: 'too-many-today', limit: 3 } as const;
    const twice = [...rich, ...before('100.00', '100.00')];
    account(t)
      .given(...twice)
      .when(withdraw('100.00'))
      .yields(requested('100.00'));
    const thrice = [...rich, ...before('100.00', '100.00', '100.00')];
    account(t)
      .given(...thrice)
      .when(withdraw('100.00'))
      .refuses(tooMany);
    account(t)
      .given(...thrice)
      .when(withdraw('100.00', { now: on('2026-10-20 23:59:59') }))
      .refuses(tooMany);
    const now = on('2026-10-21 00:00');
    account(t)
      .given(...thrice)
      .when(withdraw('100.00', { now }))
      .yields(requested('100.00', { at: now }));
  });

  t.test('hold money back until the day it matures', async (t) => {
    const some = [opened(), earned('500.00')] as const;
    const low = { code: 'balance-too-low', available: yuan('0.00') } as const;
    account(t)
      .given(...some)
      .when(withdraw('500.00', { now: on('2026-10-07 23:59:59') }))
      .refuses({ ...low, asked: yuan('500.00') });
    const now = on('2026-10-08 00:00');
    account(t)
      .given(...some)
      .when(withdraw('500.00', { now }))
      .yields(requested('500.00', { at: now }));
  });
});

t.test('asking for all', async (t) => {
  const all = (gross: string) => requested(gross, { asked: 'all' });

  t.test('takes all there is', async (t) => {
    account(t).given(opened(), earned('500.00')).when(withdraw('all')).yields(all('500.00'));
    account(t).given(opened(), earned('100.00')).when(withdraw('all')).yields(all('100.00'));
  });

  t.test('takes no more than one payout may carry', async (t) => {
    account(t)
      .given(...rich)
      .when(withdraw('all'))
      .yields(all('20000.00'));
  });

  t.test('takes no more than is left of the day', async (t) => {
    account(t)
      .given(...rich, ...before('20000.00', '20000.00'))
      .when(withdraw('all'))
      .yields(all('10000.00'));
  });

  t.test('is refused for the balance when that is below the minimum', async (t) => {
    account(t)
      .given(opened(), earned('99.99'))
      .when(withdraw('all'))
      .refuses({ code: 'amount-below-minimum', minimum: yuan('100.00'), asked: yuan('99.99') });
    account(t)
      .given(opened())
      .when(withdraw('all'))
      .refuses({ code: 'amount-below-minimum', minimum: yuan('100.00'), asked: yuan('0.00') });
  });

  t.test('is refused for the limit when the day leaves less than the minimum', async (t) => {
    account(t)
      .given(...rich, ...before('30000.00', '19900.01'))
      .when(withdraw('all'))
      .refuses({ code: 'amount-above-limit', most: yuan('99.99'), asked: yuan('40099.99') });
    account(t)
      .given(...rich, ...before('30000.00', '19900.00'))
      .when(withdraw('all'))
      .yields(all('100.00'));
  });
});
