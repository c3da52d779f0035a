import t from 'tap';
import { amountText } from '../../../domain/money.ts';
import {
  defaultWithdrawalPolicies,
  earningSources,
  maturityDays,
  policyOn,
  type WithdrawalPolicies,
} from '../../../domain/policy/withdrawal-policy.ts';
import { dayFromFact } from '../../../domain/time.ts';

const [first] = defaultWithdrawalPolicies;
const later = { ...first, effectiveFrom: dayFromFact('2026-07-01'), version: 'later' };
const policies: WithdrawalPolicies = [first, later];

t.test('the withdrawal policy', async (t) => {
  t.test('of a day is the latest one in force', async (t) => {
    t.equal(policyOn(policies, dayFromFact('2026-06-30')), first);
    t.equal(policyOn(policies, dayFromFact('2026-07-01')), later);
    t.equal(policyOn(policies, dayFromFact('2030-01-01')), later);
  });

  t.test('of a day before the first one is the first one', async (t) => {
    t.equal(policyOn(policies, dayFromFact('1999-12-31')), first);
  });

  t.test('is, unless set otherwise, 100 to 20,000 a payout and 50,000 a day', async (t) => {
    t.strictSame([first.minimum, first.maximumPerPayout, first.maximumPerDay].map(amountText), [
      '100.00',
      '20000.00',
      '50000.00',
    ]);
    t.strictSame([first.requestsPerDay, first.cardCoolingOffHours], [3, 24]);
  });

  t.test('lets practice mature in 7 days and content in 31', async (t) => {
    t.strictSame(
      earningSources.map((source) => [source, maturityDays(first, source)]),
      [
        ['consultation', 7],
        ['article', 31],
        ['overtime-clinic', 7],
        ['activity', 31],
        ['multi-site-practice', 7],
      ],
    );
  });
});
