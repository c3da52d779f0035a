import t from 'tap';
import { amountFromFact, amountText, fen, negated } from '../../../domain/money.ts';
import { recordPayment, type TaxHistory } from '../../../domain/tax/tax-history.ts';
import { withhold } from '../../../domain/tax/withholding.ts';
import { addMonths, monthFromFact } from '../../../domain/time.ts';

const march = monthFromFact('2026-03');
const yuan = amountFromFact;

t.test('the tax history', async (t) => {
  t.test('forgets a payment that failed', async (t) => {
    const paid = recordPayment(new Map(), march, yuan('3000.00'), yuan('440.00'));
    t.equal(recordPayment(paid, march, yuan('-3000.00'), yuan('-440.00')).size, 0);
  });

  t.test(
    'withholds nothing while more was withheld than an undone payment leaves due',
    async (t) => {
      let history: TaxHistory = new Map();
      const pay = (gross: string): string => {
        const { withheld } = withhold('labor-monthly', history, march, yuan(gross));
        history = recordPayment(history, march, yuan(gross), withheld);
        return amountText(withheld);
      };
      t.equal(pay('1000.00'), '40.00');
      t.equal(pay('1000.00'), '200.00');
      history = recordPayment(history, march, yuan('-1000.00'), yuan('-40.00'));
      t.equal(pay('900.00'), '20.00', '1,900 in all: 220.00 less 200.00');
      history = recordPayment(history, march, yuan('-900.00'), yuan('-20.00'));
      t.equal(pay('500.00'), '0.00', '1,500 in all: 140.00, and 200.00 are withheld');
    },
  );

  t.test('keeps 24 months, in order, however long payments go on', async (t) => {
    let history: TaxHistory = new Map();
    for (let n = 0; n < 60; n += 1) {
      history = recordPayment(history, addMonths(march, (n * 7) % 60), fen(100n), fen(1n));
    }
    const months = [...history.keys()];
    t.equal(months.length, 24);
    t.strictSame(months, months.toSorted());
    t.equal(months.at(-1), addMonths(march, 59));
  });

  t.test('takes the undoing of what it no longer keeps without a trace', async (t) => {
    const history = recordPayment(new Map(), march, yuan('10.00'), yuan('0.00'));
    t.strictSame(
      recordPayment(history, addMonths(march, -24), negated(yuan('10.00')), fen(0n)),
      history,
    );
  });

  t.test('does not change the history it was given', async (t) => {
    const before: TaxHistory = new Map();
    recordPayment(before, march, yuan('10.00'), yuan('0.00'));
    t.equal(before.size, 0);
  });
});
