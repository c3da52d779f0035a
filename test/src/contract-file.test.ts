import t from 'tap';
import { amountFromFact } from '../../domain/money.ts';
import { providerContracts } from '../../domain/payout/provider-contract.ts';
import { parseContracts } from '../../src/contract-file.ts';

const agreed = {
  effectiveFrom: '2025-01-01',
  version: 'yeepay-2025-01-01',
  settlingSeconds: 120,
  notFoundAnswers: 2,
  requestNumberMemoryHours: 24,
  overdueAfterHours: 72,
  returnWindowDays: 31,
  refusalsDoubtedDays: 3,
  receiveType: 'REAL_TIME',
  minimumPerOrder: '0.01',
  maximumPerOrder: {},
  billReadyAt: '09:00',
  returnsSpanDays: 31,
  callsPerSecond: 200,
};

const read = (...contracts: readonly unknown[]) => parseContracts(JSON.stringify({ contracts }));
const problems = (...contracts: readonly unknown[]): readonly string[] => {
  const outcome = read(...contracts);
  return outcome.ok ? [] : outcome.refusal;
};

t.test('what was agreed with a provider is read from a file', async (t) => {
  t.test('with the built-in contract written out it is the built-in contract', async (t) => {
    t.strictSame(read(agreed), { ok: true, value: providerContracts.yeepay });
  });

  t.test('one contract follows another, each with its own limits and hours', async (t) => {
    const later = {
      ...agreed,
      effectiveFrom: '2026-07-01',
      version: 'later',
      cutOff: { from: '22:30', until: '06:00' },
      maximumPerOrder: { personal: '50000' },
    };
    const outcome = read(agreed, later);
    t.match(outcome.ok && outcome.value[1], {
      cutOff: { from: '22:30', until: '06:00' },
      maximumPerOrder: { personal: amountFromFact('50000.00') },
    });
  });

  t.test('what cannot be meant is named, with what was expected', async (t) => {
    const wrong = [
      [{ settlingSeconds: 0 }, /^contracts\[0\]\.settlingSeconds: /],
      [{ notFoundAnswers: 1 }, /^contracts\[0\]\.notFoundAnswers: /],
      [{ cutOff: { from: '24:00', until: '06:00' } }, /cutOff\.from: expected a time such as/],
      [{ minimumPerOrder: '0.00' }, /minimumPerOrder: expected an amount above zero/],
      [{ maximumPerOrder: { personal: '0.001' } }, /maximumPerOrder\.personal: expected an amount/],
      [
        { minimumPerOrder: '2', maximumPerOrder: { corporate: '1' } },
        /maximumPerOrder: expected at least the minimum/,
      ],
      [{ perDay: '1' }, /perDay: unknown field/],
      [{ receiveType: 'SOON' }, /receiveType: /],
    ] as const;
    for (const [change, expected] of wrong)
      t.match(problems({ ...agreed, ...change })[0], expected);
    t.match(problems(agreed, agreed)[0], /expected each effectiveFrom after the one before it/);
    t.match(problems()[0], /^contracts/);
    t.strictSame(parseContracts('{'), { ok: false, refusal: ['expected JSON'] });
  });
});
