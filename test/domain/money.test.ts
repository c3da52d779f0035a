import fc from 'fast-check';
import t from 'tap';
import {
  amountFromFact,
  amountFromRequest,
  amountText,
  exactly,
  exactText,
  fen,
  largestAmount,
  roundHalfUp,
  splitByLargestRemainder,
  storedAmount,
  timesRate,
  total,
} from '../../domain/money.ts';
import { law } from '../support/law.ts';

const amounts = fc.bigInt({ min: -largestAmount, max: largestAmount }).map(fen);

t.test('an amount in a request', async (t) => {
  for (const [text, value] of [
    ['0', 0n],
    ['0.00', 0n],
    ['0.01', 1n],
    ['12', 1_200n],
    ['12.3', 1_230n],
    ['012.30', 1_230n],
    ['00', 0n],
    ['00.5', 50n],
    ['09999999999.99', 999_999_999_999n],
    ['9999999999.99', 999_999_999_999n],
  ] as const) {
    t.equal(amountFromRequest(text), value, `may be written ${text}`);
  }
  for (const text of [
    '',
    ' 1.00',
    '1.00 ',
    '1.00\n',
    '-1.00',
    '+1.00',
    '.50',
    '000',
    '0012.30',
    '1.',
    '1.005',
    '1,000.00',
    '1_000',
    '1e3',
    '0x10',
    '１２.００',
    'NaN',
    'Infinity',
    '10000000000',
    '10000000000.00',
  ]) {
    t.equal(amountFromRequest(text), undefined, `may not be written ${JSON.stringify(text)}`);
  }
});

t.test('an amount in a fact', async (t) => {
  t.test('is read back as it was written', async (t) => {
    law(
      t,
      fc.property(amounts, (amount) => amountFromFact(amountText(amount)) === amount),
    );
    t.strictSame(
      [0n, 5n, -5n, -100n, 123_456n].map((value) => amountText(fen(value))),
      ['0.00', '0.05', '-0.05', '-1.00', '1234.56'],
    );
  });

  t.test('written in any other way is damage', async (t) => {
    for (const text of ['1', '1.5', '01.00', '-0.00', '+1.00', '1.000', '', '1.00 ', '--1.00']) {
      t.throws(() => amountFromFact(text), RangeError, JSON.stringify(text));
      t.equal(storedAmount(text), undefined);
    }
    t.equal(storedAmount('-12.30'), '-12.30');
  });
});

t.test('a rate', async (t) => {
  t.test('is rounded half up, once, at the end', async (t) => {
    const at = (value: bigint, rate: string) => roundHalfUp(timesRate(exactly(fen(value)), rate));
    t.equal(at(249n, '0.01'), 2n, '2.49 fen are 2');
    t.equal(at(250n, '0.01'), 3n, '2.50 fen are 3');
    t.equal(at(1n, '0.4999999999999999999999'), 0n);
  });

  t.test('shows every digit of what it makes', async (t) => {
    t.equal(exactText(timesRate(exactly(fen(1_234_567n)), '0.8')), '9876.536');
    t.equal(exactText(exactly(fen(1_200n))), '12.00');
  });
});

t.test('a split', async (t) => {
  const weight = fc.oneof(
    fc.nat(1_000).map(String),
    fc.tuple(fc.nat(999), fc.nat(9_999)).map(([a, b]) => `${a}.${String(b).padStart(4, '0')}`),
  );

  t.test('gives spare fen to the largest remainders, the first of equals first', async (t) => {
    t.strictSame(splitByLargestRemainder(fen(100n), ['1', '1', '1']), [34n, 33n, 33n]);
    t.strictSame(splitByLargestRemainder(fen(100n), ['1', '2', '3']), [17n, 33n, 50n]);
    t.strictSame(splitByLargestRemainder(fen(1n), ['1', '0', '1']), [1n, 0n, 0n]);
    t.strictSame(splitByLargestRemainder(fen(0n), ['33.3', '66.7']), [0n, 0n]);
  });

  t.test('loses no fen, and gives nobody a fen more than the exact share', async (t) => {
    law(
      t,
      fc.property(
        fc.bigInt({ min: 0n, max: largestAmount }).map(fen),
        fc.array(weight, { minLength: 1, maxLength: 50 }),
        (amount, weights) => {
          // Exact, in ten-thousandths: no division, so nothing is rounded.
          const exact = weights.map((text) => BigInt(Math.round(Number(text) * 10_000)));
          const sum = exact.reduce((a, b) => a + b, 0n);
          if (sum === 0n) return true;
          const parts = splitByLargestRemainder(amount, weights);
          const fair = parts.every((part, at) => {
            const off = part * sum - amount * (exact[at] ?? 0n);
            return off < sum && off > -sum;
          });
          return fair && total(parts) === amount;
        },
      ),
    );
  });

  t.test('needs somebody to give to', async (t) => {
    t.throws(() => splitByLargestRemainder(fen(1n), []), RangeError);
    t.throws(() => splitByLargestRemainder(fen(1n), ['0', '0']), RangeError);
    t.throws(() => splitByLargestRemainder(fen(1n), ['2', '-1']), RangeError);
  });
});
