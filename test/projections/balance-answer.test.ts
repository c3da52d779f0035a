import fc from 'fast-check';
import t from 'tap';
import { noSums, type PayerSums } from '../../domain/account/payer-sums.ts';
import type { PayerId } from '../../domain/identifiers.ts';
import { amountFromFact, fen, plus, total, zero } from '../../domain/money.ts';
import { addDays, type Day } from '../../domain/time.ts';
import { type BalanceParts, balanceAnswer } from '../../projections/balance-answer.ts';

const yuan = amountFromFact;
const today = '2026-10-15' as Day;
const hospital = 'payer-hospital' as PayerId;
const platform = 'payer-platform' as PayerId;
const sumsWith = (of: Partial<PayerSums>): PayerSums => ({ ...noSums, ...of });

t.test('a balance', async (t) => {
  t.test('counts money as available from the very day it matures', async (t) => {
    const of = sumsWith({
      earned: yuan('100.00'),
      payable: yuan('100.00'),
      maturing: new Map([[today, yuan('100.00')]]),
    });
    const sums = new Map([[hospital, of]]);
    t.equal(balanceAnswer(sums, today).available, yuan('100.00'));
    t.strictSame(balanceAnswer(sums, today).maturing, []);
    const dayBefore = balanceAnswer(sums, addDays(today, -1));
    t.equal(dayBefore.available, zero);
    t.strictSame(dayBefore.maturing, [{ on: today, amount: yuan('100.00') }]);
  });

  t.test('joins what matures on one day over all payers, earliest day first', async (t) => {
    const next = addDays(today, 1);
    const later = addDays(today, 9);
    const answer = balanceAnswer(
      new Map([
        [platform, sumsWith({ payable: yuan('3.00'), maturing: new Map([[later, yuan('3.00')]]) })],
        [
          hospital,
          sumsWith({
            payable: yuan('7.00'),
            maturing: new Map([
              [later, yuan('5.00')],
              [next, yuan('2.00')],
            ]),
          }),
        ],
      ]),
      today,
    );
    t.strictSame(answer.maturing, [
      { on: next, amount: yuan('2.00') },
      { on: later, amount: yuan('8.00') },
    ]);
    t.strictSame(
      answer.byPayer.map(({ payerId }) => payerId),
      [hospital, platform],
    );
  });

  t.test('of an account nothing ever moved in is nothing', async (t) => {
    const { byPayer, maturing, ...amounts } = balanceAnswer(new Map(), today);
    t.strictSame([byPayer, maturing], [[], []]);
    t.ok(Object.values(amounts).every((amount) => amount === zero));
  });
});

const someFen = fc.bigInt({ min: 0n, max: 10_000_000n }).map(fen);
const someSums = fc
  .record({
    payable: someFen,
    held: someFen,
    inFlight: someFen,
    inDoubt: someFen,
    returned: someFen,
    withdrawn: someFen,
    taxWithheld: someFen,
    reversed: someFen,
    adjusted: someFen,
    maturing: fc
      .array(fc.tuple(fc.integer({ min: -20, max: 20 }), someFen), { maxLength: 5 })
      .map((days) => new Map(days.map(([after, amount]) => [addDays(today, after), amount]))),
  })
  .map(({ adjusted, ...of }): PayerSums => {
    const parts = total([of.payable, of.held, of.inFlight, of.inDoubt, of.returned]);
    const out = total([of.withdrawn, of.taxWithheld, of.reversed]);
    return { ...of, adjusted, earned: fen(parts + out - adjusted) };
  });

const addsUp = (of: BalanceParts): boolean =>
  plus(of.earned, of.adjusted) ===
  total([
    of.available,
    ...of.maturing.map(({ amount }) => amount),
    of.held,
    of.inFlight,
    of.inDoubt,
    of.returned,
    of.withdrawn,
    of.taxWithheld,
    of.reversed,
  ]);

t.test('whatever an account holds, the parts add up, for each payer and over all', async () => {
  fc.assert(
    fc.property(someSums, someSums, (one, other) => {
      const answer = balanceAnswer(
        new Map([
          [hospital, one],
          [platform, other],
        ]),
        today,
      );
      return addsUp(answer) && answer.byPayer.every(addsUp);
    }),
  );
});
