import fc from 'fast-check';
import t from 'tap';
import { fen, negated } from '../../../domain/money.ts';
import { recordPayment, type TaxHistory } from '../../../domain/tax/tax-history.ts';
import type { TaxMethod } from '../../../domain/tax/tax-rules.ts';
import { withhold } from '../../../domain/tax/withholding.ts';
import { addMonths, monthFromFact } from '../../../domain/time.ts';
import { independentWithholding, type Step } from '../../support/independent-withholding.ts';

/** In all; about the same number for each of the two methods with a memory, few for the others. */
const histories = 100_000;

const firstMonth = monthFromFact('2025-07');
/** Months a history may start in, over two New Years and the start of the cumulative method. */
const monthsSpread = 20;

/** Amounts around every bend of the tables, and anything else. */
const bends = [80_000n, 400_000n, 625_000n, 2_500_000n, 5_125_000n, 6_250_000n, 18_000_000n];
const gross = fc.oneof(
  { weight: 3, arbitrary: fc.bigInt({ min: 1n, max: 200_000n }) },
  { weight: 3, arbitrary: fc.bigInt({ min: 1n, max: 8_000_000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 999_999_999_999n }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...bends), fc.bigInt({ min: -3n, max: 3n }))
      .map(([bend, off]) => bend + off),
  },
);

/** Later payments are in the same or a later month, mostly the next; a fifth of the steps undo. */
const steps = fc
  .array(
    fc.record({
      ahead: fc.constantFrom(0, 0, 0, 1, 1, 1, 1, 2, 3),
      gross,
      undo: fc.nat(4),
      which: fc.nat(11),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain((raw) =>
    fc.nat(monthsSpread - 1).map((start): readonly Step[] => {
      let at = start;
      const standing: number[] = [];
      return raw.map((one, index): Step => {
        if (one.undo === 0 && standing.length > 0) {
          const [step = 0] = standing.splice(one.which % standing.length, 1);
          return { kind: 'undo', step };
        }
        at += one.ahead;
        standing.push(index);
        return { kind: 'pay', month: addMonths(firstMonth, at), gross: one.gross };
      });
    }),
  );

/** The same steps through our own code. */
const ourWithholding = (
  method: TaxMethod,
  list: readonly Step[],
): readonly (bigint | undefined)[] => {
  let history: TaxHistory = new Map();
  const withheld: (bigint | undefined)[] = [];
  for (const step of list) {
    const pay = step.kind === 'pay' ? step : list[step.step];
    if (pay?.kind !== 'pay') throw new Error('an undo step must name a payment');
    const month = monthFromFact(pay.month);
    const amount = fen(pay.gross);
    if (step.kind === 'pay') {
      const result = withhold(method, history, month, amount);
      history = recordPayment(history, month, amount, result.withheld);
      withheld.push(result.withheld);
    } else {
      history = recordPayment(history, month, negated(amount), fen(-(withheld[step.step] ?? 0n)));
      withheld.push(undefined);
    }
  }
  return withheld;
};

const same = (method: TaxMethod, numRuns: number): void =>
  fc.assert(
    fc.property(steps, (list) => {
      const ours = ourWithholding(method, list);
      const theirs = independentWithholding(method, list);
      return list.every((_, index) => ours[index] === theirs[index]);
    }),
    { numRuns },
  );

t.test('withholding agrees with an independent calculation in exact fractions', async (t) => {
  const few = histories / 50;
  const many = (histories - 2 * few) / 2;
  for (const [method, numRuns] of [
    ['labor-monthly', many],
    ['labor-cumulative', many],
    ['incidental', few],
    ['none', few],
  ] as const) {
    t.test(`for ${numRuns} histories under ${method}, undone payments included`, async (t) => {
      same(method, numRuns);
      t.pass();
    });
  }
});

t.test(
  'whatever was paid before, tax and net are not negative and add up to the gross',
  async (t) => {
    fc.assert(
      fc.property(
        fc.constantFrom<TaxMethod>('labor-monthly', 'labor-cumulative', 'incidental', 'none'),
        fc.array(fc.record({ back: fc.nat(11), gross, withheld: fc.bigInt(0n, 9_000_000n) })),
        gross,
        (method, past, amount) => {
          const now = monthFromFact('2026-12');
          const history = past.reduce<TaxHistory>(
            (known, one) =>
              recordPayment(known, addMonths(now, -one.back), fen(one.gross), fen(one.withheld)),
            new Map(),
          );
          const { withheld, net } = withhold(method, history, now, fen(amount));
          return withheld >= 0n && net >= 0n && withheld + net === amount;
        },
      ),
    );
    t.pass();
  },
);
