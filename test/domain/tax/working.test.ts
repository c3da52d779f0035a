import t from 'tap';
import { amountFromFact } from '../../../domain/money.ts';
import { recordPayment } from '../../../domain/tax/tax-history.ts';
import { withhold } from '../../../domain/tax/withholding.ts';
import { workingLines } from '../../../domain/tax/working-lines.ts';
import { workingLinesZh } from '../../../domain/tax/working-zh.ts';
import { monthFromFact } from '../../../domain/time.ts';

const yuan = amountFromFact;
const july = monthFromFact('2026-07');

t.test('the working of a withholding', async (t) => {
  t.test('shows a month with what was paid in it before', async (t) => {
    const before = recordPayment(new Map(), july, yuan('1000.00'), yuan('40.00'));
    t.strictSame(workingLines(withhold('labor-monthly', before, july, yuan('1000.00')).working), [
      'rule labor-monthly-2019-01, month 2026-07',
      'income of the month: 1000.00 + 1000.00 = 2000.00',
      'less 800.00, taxable: 1200.00',
      'tax: 1200.00 × 20 % − 0.00 = 240.00',
      'withheld before: 40.00',
      'difference: 240.00 − 40.00 = 200.00',
      'withheld: 200.00',
    ]);
  });

  t.test('shows a base that is not whole fen with all its digits', async (t) => {
    const lines = workingLines(
      withhold('labor-monthly', new Map(), july, yuan('25000.02')).working,
    );
    t.match(lines[2], 'less 20 %, taxable: 20000.016');
    t.match(lines[3], 'tax: 20000.016 × 30 % − 2000.00 = 4000.00');
  });

  t.test('shows a run of months as the official example does', async (t) => {
    const june = recordPayment(new Map(), monthFromFact('2026-06'), yuan('7000.00'), yuan('18.00'));
    t.strictSame(workingLines(withhold('labor-cumulative', june, july, yuan('7500.00')).working), [
      'rule labor-cumulative-2025-10, month 2026-07',
      'income since 2026-06: 7000.00 + 7500.00 = 14500.00',
      'less 20 % and 10000.00 for months: 2, taxable: 1600.00',
      'tax: 1600.00 × 3 % − 0.00 = 48.00',
      'withheld before: 18.00',
      'difference: 48.00 − 18.00 = 30.00',
      'withheld: 30.00',
    ]);
  });

  t.test('says why nothing is withheld although less than nothing is due', async (t) => {
    const before = recordPayment(new Map(), july, yuan('10000.00'), yuan('500.00'));
    const lines = workingLines(withhold('labor-cumulative', before, july, yuan('1.00')).working);
    t.strictSame(lines.slice(-2), [
      'below zero: nothing is withheld, the annual settlement refunds',
      'withheld: 0.00',
    ]);
  });

  t.test('says when a payment is too small for what is due', async (t) => {
    const before = recordPayment(new Map(), july, yuan('100000.00'), yuan('0.00'));
    const lines = workingLines(withhold('labor-cumulative', before, july, yuan('1.00')).working);
    t.strictSame(lines.slice(-2), [
      'more than this payment: the rest follows with the next one',
      'withheld: 1.00',
    ]);
  });

  t.test('is short for a flat rate and for none', async (t) => {
    t.strictSame(workingLines(withhold('incidental', new Map(), july, yuan('10.03')).working), [
      'rule incidental-2019-01, month 2026-07',
      'tax: 10.03 × 20 % = 2.01',
      'withheld: 2.01',
    ]);
    t.strictSame(workingLines(withhold('none', new Map(), july, yuan('10.03')).working), [
      'rule none, month 2026-07',
      'nothing is withheld by this payer',
    ]);
  });

  t.test('says the same in Chinese, line for line, amount for amount', async (t) => {
    const june = recordPayment(new Map(), monthFromFact('2026-06'), yuan('7000.00'), yuan('18.00'));
    t.strictSame(
      workingLinesZh(withhold('labor-cumulative', june, july, yuan('7500.00')).working),
      [
        '适用规则 labor-cumulative-2025-10，所属月份 2026-07',
        '自 2026-06 起累计收入：7000.00 + 7500.00 = 14500.00',
        '减除费用 20 % 及 2 个月的基本减除 10000.00，应纳税所得额：1600.00',
        '税额：1600.00 × 3 % − 0.00 = 48.00',
        '此前已扣：18.00',
        '差额：48.00 − 18.00 = 30.00',
        '本次代扣：30.00',
      ],
    );
    const amounts = (lines: readonly string[]) =>
      lines.map((line) => [...(line.match(/-?\d[\d.]*\.\d\d/g) ?? [])].toSorted());
    const before = recordPayment(new Map(), july, yuan('10000.00'), yuan('500.00'));
    for (const method of ['labor-monthly', 'labor-cumulative', 'incidental', 'none'] as const)
      for (const gross of ['1.00', '3000.00', '88888.88']) {
        const { working } = withhold(method, before, july, yuan(gross));
        t.strictSame(amounts(workingLinesZh(working)), amounts(workingLines(working)));
      }
  });
});
