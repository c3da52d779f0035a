import type { PayerId } from '../identifiers.ts';
import { amountFromFact, amountText, type Fen } from '../money.ts';
import type { Day } from '../time.ts';
import type { Carried, CarriedSums, SumName } from './carried.ts';
import type { PayerSums, Sums } from './payer-sums.ts';

const sumNames: readonly SumName[] = [
  'earned',
  'reversed',
  'adjusted',
  'payable',
  'held',
  'inFlight',
  'inDoubt',
  'returned',
  'withdrawn',
  'taxWithheld',
];

/** The sums as they are handed on at a month end: what has matured by `today` needs no day any more. */
export const carriedSums = (sums: Sums, today: Day): Carried['payers'] =>
  Object.fromEntries(
    [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([payer, of]) => [payer, carriedOf(of, today)]),
  );

const carriedOf = (of: PayerSums, today: Day): CarriedSums => ({
  ...(Object.fromEntries(sumNames.map((name) => [name, amountText(of[name])])) as {
    [field in SumName]: CarriedSums[field];
  }),
  maturing: [...of.maturing]
    .filter(([on, amount]) => on > today && amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, amount]) => ({ on, amount: amountText(amount) })),
});

/** The sums that a month handed on, or a view wrote down. */
export const sumsOf = (carried: Pick<Carried, 'payers'>): Sums =>
  new Map(
    Object.entries(carried.payers).map(([payer, { maturing, ...sums }]) => [
      payer as PayerId,
      {
        ...(Object.fromEntries(sumNames.map((name) => [name, amountFromFact(sums[name])])) as {
          [field in SumName]: Fen;
        }),
        maturing: new Map(maturing.map(({ on, amount }) => [on, amountFromFact(amount)])),
      },
    ]),
  );
