import t from 'tap';
import { amountFromFact, amountText } from '../../../domain/money.ts';
import { taxRules } from '../../../domain/tax/rates.ts';
import type { TaxMethod } from '../../../domain/tax/tax-rules.ts';
import '../../../domain/tax/tax-rules.ts';
import { recordPayment, type TaxHistory } from '../../../domain/tax/tax-history.ts';
import { withhold, withholdUnder } from '../../../domain/tax/withholding.ts';
import { monthFromFact } from '../../../domain/time.ts';
import { withholdingVectors } from '../../support/withholding-vectors.ts';

type Payment = readonly [month: string, gross: string];

const payAll = (
  method: TaxMethod,
  payments: readonly Payment[],
  rule: typeof withhold = withhold,
): { readonly withheld: readonly string[]; readonly history: TaxHistory } => {
  let history: TaxHistory = new Map();
  const withheld = payments.map(([at, text]) => {
    const month = monthFromFact(at);
    const gross = amountFromFact(text);
    const result = rule(method, history, month, gross);
    history = recordPayment(history, month, gross, result.withheld);
    return amountText(result.withheld);
  });
  return { withheld, history };
};

t.test('withholding', async (t) => {
  for (const vector of withholdingVectors) {
    t.test(`agrees with the vector "${vector.name}"`, async (t) => {
      const payments = vector.payments.map(({ at, gross }): Payment => [at.slice(0, 7), gross]);
      t.strictSame(payAll(vector.method, payments).withheld, vector.withheld);
    });
  }

  t.test('of two payers is computed for each alone', async (t) => {
    const each = payAll('labor-monthly', [['2026-03', '3000.00']]).withheld;
    t.strictSame(each, ['440.00'], 'and not 960.00 − 440.00 for the second');
  });

  t.test('keeps 20 % of each incidental payment, whatever came before', async (t) => {
    const { withheld } = payAll('incidental', [
      ['2026-03', '100.00'],
      ['2026-03', '0.02'],
      ['2026-03', '0.03'],
    ]);
    t.strictSame(withheld, ['20.00', '0.00', '0.01']);
  });

  t.test('keeps nothing where the payer does not withhold', async (t) => {
    t.strictSame(payAll('none', [['2026-03', '99999.99']]).withheld, ['0.00']);
  });

  t.test('leaves a net that adds up with the tax to the gross', async (t) => {
    const result = withhold(
      'labor-monthly',
      new Map(),
      monthFromFact('2026-03'),
      amountFromFact('12345.67'),
    );
    t.equal(amountText(result.net), '10370.36');
  });

  t.test(
    'of a platform enterprise is monthly until September 2025 and cumulative after',
    async (t) => {
      const { withheld } = payAll('labor-cumulative', [
        ['2025-08', '10000.00'],
        ['2025-09', '10000.00'],
        ['2025-10', '10000.00'],
        ['2025-11', '10000.00'],
      ]);
      t.strictSame(withheld, ['1600.00', '1600.00', '90.00', '90.00'], 'the run starts in October');
    },
  );

  t.test('of a run may bridge one empty month where the rule says two end it', async (t) => {
    const lenient = withholdUnder({
      ...taxRules,
      'labor-cumulative': taxRules['labor-cumulative'].map((rule) =>
        rule.kind === 'cumulative' ? { ...rule, breakAfterEmptyMonths: 2 } : rule,
      ),
    });
    const oneEmpty: Payment[] = [
      ['2026-01', '40000.00'],
      ['2026-03', '40000.00'],
    ];
    t.strictSame(payAll('labor-cumulative', oneEmpty, lenient).withheld, ['810.00', '2070.00']);
    t.strictSame(payAll('labor-cumulative', oneEmpty).withheld, ['810.00', '810.00']);
    const twoEmpty: Payment[] = [
      ['2026-01', '40000.00'],
      ['2026-04', '40000.00'],
    ];
    t.strictSame(payAll('labor-cumulative', twoEmpty, lenient).withheld, ['810.00', '810.00']);
  });

  t.test('never reduces a payment below nothing: the rest follows with the next', async (t) => {
    // What was paid without withholding before the method changed is caught up with.
    const before = payAll('none', [['2026-03', '100000.00']]).history;
    const month = monthFromFact('2026-03');
    const first = withhold('labor-cumulative', before, month, amountFromFact('1000.00'));
    t.strictSame([amountText(first.withheld), amountText(first.net)], ['1000.00', '0.00']);
    const after = recordPayment(before, month, amountFromFact('1000.00'), first.withheld);
    const second = withhold('labor-cumulative', after, month, amountFromFact('9000.00'));
    t.equal(amountText(second.withheld), '4780.00', '110,000 in all: 5,780.00 less 1,000.00');
  });

  t.test('refuses to guess where no rule is known, and negative payments', async (t) => {
    t.throws(() =>
      withhold('incidental', new Map(), monthFromFact('2018-12'), amountFromFact('1.00')),
    );
    t.throws(() => withhold('none', new Map(), monthFromFact('2026-01'), amountFromFact('-1.00')));
  });
});
