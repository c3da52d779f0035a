import t from 'tap';
import { amountFromFact } from '../../domain/money.ts';
import { defaultPolicies, parsePolicies } from '../../src/policy-file.ts';

const policy = {
  effectiveFrom: '2025-01-01',
  version: 'withdrawal-2025-01-01',
  minimum: '100.00',
  maximumPerPayout: '20000.00',
  maximumPerDay: '50000.00',
  requestsPerDay: 3,
  cardCoolingOffHours: 24,
  maturityDays: {
    consultation: 7,
    'multi-site-practice': 7,
    'overtime-clinic': 7,
    article: 31,
    activity: 31,
  },
};

const read = (...withdrawal: readonly unknown[]) => parsePolicies(JSON.stringify({ withdrawal }));
const problems = (...withdrawal: readonly unknown[]): readonly string[] => {
  const outcome = read(...withdrawal);
  return outcome.ok ? [] : outcome.refusal;
};

t.test('a policy file', async (t) => {
  t.test('with the default policy written out is the default policy', async (t) => {
    t.strictSame(read(policy), { ok: true, value: defaultPolicies });
  });

  t.test('may hold one policy after another', async (t) => {
    const later = { ...policy, effectiveFrom: '2026-07-01', version: 'later', minimum: '50' };
    const outcome = read(policy, later);
    t.ok(outcome.ok);
    if (outcome.ok) t.equal(outcome.value.withdrawal[1]?.minimum, amountFromFact('50.00'));
  });

  t.test('names the field that is wrong and what was expected there', async (t) => {
    const { minimum: _, ...lacking } = policy;
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ ...policy, minimum: 100 }, /^withdrawal\[0\]\.minimum: .*expected string/],
      [{ ...policy, minimum: '1e2' }, /^withdrawal\[0\]\.minimum: expected an amount/],
      [{ ...policy, minimum: '0.00' }, /^withdrawal\[0\]\.minimum: expected an amount above zero/],
      [{ ...policy, minimum: '20000.01' }, /^withdrawal\[0\]\.maximumPerPayout: .*the minimum/],
      [{ ...policy, maximumPerDay: '19999.99' }, /^withdrawal\[0\]\.maximumPerDay: /],
      [
        { ...policy, effectiveFrom: '2026-02-30' },
        /^withdrawal\[0\]\.effectiveFrom: expected a day/,
      ],
      [{ ...policy, requestsPerDay: 0 }, /^withdrawal\[0\]\.requestsPerDay: /],
      [{ ...policy, requestsPerDay: 2.5 }, /^withdrawal\[0\]\.requestsPerDay: /],
      [{ ...policy, cardCoolingOffHours: -1 }, /^withdrawal\[0\]\.cardCoolingOffHours: /],
      [
        { ...policy, maturityDays: { ...policy.maturityDays, article: 400 } },
        /^withdrawal\[0\]\.maturityDays\.article: /,
      ],
      [lacking, /^withdrawal\[0\]\.minimum: /],
      [{ ...policy, minimun: '1.00' }, /^withdrawal\[0\]\.minimun: unknown field/],
    ];
    for (const [wrong, expected] of cases) {
      t.match(problems(wrong), [expected]);
      t.equal(problems(wrong).length, 1);
    }
  });

  t.test('must go forward in time and name each version once', async (t) => {
    const same = { ...policy, version: 'other' };
    t.match(problems(policy, same), [/^withdrawal: expected each effectiveFrom after/]);
    const later = { ...policy, effectiveFrom: '2026-07-01' };
    t.match(problems(policy, later), [/^withdrawal: expected each version/]);
  });

  t.test('must hold at least one policy, and be JSON', async (t) => {
    t.match(problems(), [/^withdrawal/]);
    t.match(parsePolicies('{}'), { ok: false, refusal: [/^withdrawal: /] });
    t.strictSame(parsePolicies('{'), { ok: false, refusal: ['expected JSON'] });
    t.match(parsePolicies('{"withdrawal":[],"extra":1}').ok, false);
  });

  t.test('may hold the rules of settling too, each number within reason', async (t) => {
    const statement = { ...defaultPolicies.statement[0], confirmDays: 14 };
    const withStatement = (change: object) =>
      parsePolicies(
        JSON.stringify({ withdrawal: [policy], statement: [{ ...statement, ...change }] }),
      );
    const outcome = withStatement({});
    t.ok(outcome.ok);
    if (outcome.ok) t.equal(outcome.value.statement[0].confirmDays, 14);
    for (const wrong of [
      { issueDay: 29 },
      { confirmDays: 0 },
      { invoiceItems: [] },
      { unbindReminderDays: 8 },
      { other: 1 },
    ])
      t.notOk(withStatement(wrong).ok, JSON.stringify(wrong));
  });
});
