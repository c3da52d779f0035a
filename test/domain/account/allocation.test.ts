import t from 'tap';
import type { AccountFact } from '../../../domain/account/facts.ts';
import { quoteWithdrawal } from '../../../domain/account/withdrawal-quote.ts';
import type { PayerId } from '../../../domain/identifiers.ts';
import { amountText } from '../../../domain/money.ts';
import {
  mayBePaid,
  paid,
  record,
  reverse,
  submit,
  taxedMonthly,
  untaxed,
  withdraw,
} from '../../support/account-asking.ts';
import { account, accountAfter, told } from '../../support/account-told.ts';
import {
  earned,
  earningId,
  hospital,
  opened,
  platform,
  policy,
  today,
  yuan,
} from '../../support/ledger-words.ts';

const owedByBoth = (a: string, b: string): readonly AccountFact[] => [
  opened(),
  earned(a, { id: 'ern-1', from: hospital }),
  earned(b, { id: 'ern-2', from: platform }),
];
const quoted = (facts: readonly AccountFact[], amount: string, taxMethods = untaxed) => {
  const asked = amount === 'all' ? ('all' as const) : yuan(amount);
  const quote = quoteWithdrawal(
    { amount: asked, standing: mayBePaid, policy, taxMethods, now: today },
    accountAfter(facts),
  );
  return quote.ok
    ? quote.value.payouts.map(({ payerId, gross, withheld, net }) =>
        [payerId, ...[gross, withheld, net].map(amountText)].join(' '),
      )
    : quote.refusal.code;
};

t.test('a withdrawal over several payers', async (t) => {
  t.test('begins with the one who owes most, and makes as few payouts as it can', async (t) => {
    const facts = owedByBoth('300.00', '500.00');
    t.strictSame(quoted(facts, '500.00'), ['platform 500.00 0.00 500.00']);
    t.strictSame(quoted(facts, '500.01'), [
      'platform 500.00 0.00 500.00',
      'hospital 0.01 0.00 0.01',
    ]);
    t.strictSame(quoted(facts, 'all'), [
      'platform 500.00 0.00 500.00',
      'hospital 300.00 0.00 300.00',
    ]);
  });

  t.test(
    'begins with the first by name where two owe the same, so a retry does alike',
    async (t) => {
      t.strictSame(quoted(owedByBoth('500.00', '500.00'), '500.00'), [
        'hospital 500.00 0.00 500.00',
      ]);
    },
  );

  t.test('may carry 20,000.00 of each', async (t) => {
    const facts = owedByBoth('30000.00', '30000.00');
    t.strictSame(quoted(facts, 'all'), [
      'hospital 20000.00 0.00 20000.00',
      'platform 20000.00 0.00 20000.00',
    ]);
    t.equal(quoted(facts, '40000.01'), 'amount-above-limit');
  });

  t.test('is taxed for each as that payer’s payments are taxed', async (t) => {
    t.strictSame(quoted(owedByBoth('5000.00', '8000.00'), 'all', taxedMonthly), [
      // (8,000 − 20 % − 5,000) × 3 %; (5,000 − 20 %) × 20 %.
      'platform 8000.00 42.00 7958.00',
      'hospital 5000.00 800.00 4200.00',
    ]);
  });

  t.test('never pays one payer’s debt with another payer’s money', async (t) => {
    const facts = told(
      record('300.00'),
      withdraw('all'),
      submit(),
      paid(),
      reverse('300.00'),
      record('500.00', { earningId: earningId('ern-2'), payerId: platform }),
    );
    t.strictSame(quoted(facts, 'all'), ['platform 500.00 0.00 500.00']);
    t.equal(quoted(facts, '500.01'), 'balance-too-low');
  });

  t.test('leaves out a payer whose way of taxing did not come along', async (t) => {
    const onlyHospital = new Map([[hospital, 'none' as const]]) satisfies Map<PayerId, 'none'>;
    t.strictSame(quoted(owedByBoth('300.00', '500.00'), 'all', onlyHospital), [
      'hospital 300.00 0.00 300.00',
    ]);
  });

  t.test('quoted is what the withdrawal then does', async (t) => {
    const facts = owedByBoth('5000.00', '8000.00');
    const [fact] = told(
      record('5000.00'),
      record('8000.00', { earningId: earningId('ern-2'), payerId: platform }),
      withdraw('all', { taxMethods: taxedMonthly }),
    ).slice(-1);
    t.equal(fact?.type, 'WithdrawalRequested');
    const payouts = fact?.type === 'WithdrawalRequested' ? fact.data.payouts : [];
    t.strictSame(
      payouts.map(({ payerId, gross, tax, net }) => `${payerId} ${gross} ${tax} ${net}`),
      quoted(facts, 'all', taxedMonthly),
    );
    t.strictSame(
      payouts.map(({ payoutId }) => payoutId),
      ['PWDR101', 'PWDR102'],
    );
    account(t)
      .given(...facts)
      .when(withdraw('13000.01'))
      .refuses({
        code: 'balance-too-low',
        available: yuan('13000.00'),
        asked: yuan('13000.01'),
      });
  });
});
