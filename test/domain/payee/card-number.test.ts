import t from 'tap';
import { checkCardNumber } from '../../../domain/payee/card-number.ts';
import { isIssuerKnown } from '../../../src/card-issuer.ts';

/** Made-up numbers with a right check digit, in the ranges of five banks. */
const plausible = [
  '6228480000000000003',
  '6216610000000000000',
  '6217000000000000001',
  '6225800000000000',
  '6222020000000000000',
];

const withCheckDigit = (number: string): string => {
  const digits = [...'0123456789'].map((last) => number.slice(0, -1) + last);
  return digits.find((one) => checkCardNumber(one, () => true) === 'plausible') ?? number;
};

t.test('a card number', async (t) => {
  t.test('of a known bank with the right check digit is plausible', async (t) => {
    for (const number of plausible.map(withCheckDigit)) {
      t.equal(checkCardNumber(number, isIssuerKnown), 'plausible', number.slice(0, 6));
    }
  });

  t.test('with a known check digit is judged by it', async (t) => {
    // The example of ISO/IEC 7812-1, lengthened by leading zeros that do not change the sum.
    t.equal(
      checkCardNumber('0079927398713', () => true),
      'plausible',
    );
    t.equal(
      checkCardNumber('0079927398710', () => true),
      'unlikely',
    );
  });

  t.test('with any one digit wrong is unlikely', async (t) => {
    const right = withCheckDigit('6222020000000000000');
    for (let at = 0; at < right.length; at += 1) {
      const wrong = right.slice(0, at) + ((Number(right[at]) + 1) % 10) + right.slice(at + 1);
      t.equal(
        checkCardNumber(wrong, () => true),
        'unlikely',
      );
    }
  });

  t.test('that no bank issues is unlikely', async (t) => {
    const right = withCheckDigit('9999990000000000000');
    t.equal(
      checkCardNumber(right, () => true),
      'plausible',
    );
    t.equal(checkCardNumber(right, isIssuerKnown), 'unlikely');
  });

  t.test('of a known bank but of another length is unlikely', async (t) => {
    t.equal(checkCardNumber(withCheckDigit('622848000000'), isIssuerKnown), 'unlikely');
  });

  t.test('has 12 to 19 digits and nothing else', async (t) => {
    for (const text of [
      '12345678901',
      '12345678901234567890',
      '6222 0200 0000 0000 003',
      '622202000000000000３',
      '622202000000000000\n',
      '',
    ]) {
      t.equal(
        checkCardNumber(text, () => true),
        'malformed',
      );
    }
    t.not(
      checkCardNumber('123456789012', () => true),
      'malformed',
    );
    t.not(
      checkCardNumber('1234567890123456789', () => true),
      'malformed',
    );
  });
});
