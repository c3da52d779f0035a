import fc from 'fast-check';
import t from 'tap';
import { amountOf } from '../../../adapters/yeepay/answer-fields.ts';
import { jsonAsWritten } from '../../../adapters/yeepay/json-as-written.ts';
import { amountText, fen } from '../../../domain/money.ts';
import { law } from '../../support/law.ts';

/** What is read of an amount that stands so in an answer. */
const read = (written: string): string | undefined => {
  const fields = jsonAsWritten(`{"amount":${written}}`) as { readonly amount: unknown };
  const amount = amountOf(fields, 'amount');
  return amount === undefined ? undefined : amountText(amount);
};

t.test('an amount of an answer', async (t) => {
  t.test('is the same as a number and as a text', async (t) => {
    for (const [written, meant] of [
      ['1234.50', '1234.50'],
      ['1234.5', '1234.50'],
      ['1234', '1234.00'],
      ['0', '0.00'],
      ['0.01', '0.01'],
      ['-0.05', '-0.05'],
      ['100.0000', '100.00'],
      ['1.0E7', '10000000.00'],
      ['1.2345678912E8', '123456789.12'],
      ['5E-2', '0.05'],
      ['9007199254740993.01', '9007199254740993.01'],
    ] as const) {
      t.equal(read(written), meant, written);
      t.equal(read(`"${written}"`), meant, `"${written}"`);
    }
  });

  t.test('is exact for every amount there is, which floating point is not', async (t) => {
    law(
      t,
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (value) => {
        const text = amountText(fen(value));
        return read(text) === text && read(`"${text}"`) === text;
      }),
    );
  });

  t.test('is never rounded and never guessed', async (t) => {
    for (const written of [
      '0.005',
      '1.005E0',
      '1E-3',
      '1E99',
      '12345678901234567890',
      '""',
      '"1,234.50"',
      '" 1.00"',
      '"1.00元"',
      '"１.00"',
      '".5"',
      '"1."',
      '"+1.00"',
      '"NaN"',
      'null',
      'true',
      '{}',
    ]) {
      t.equal(read(written), undefined, written);
    }
  });
});
