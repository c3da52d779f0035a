import { type Fen, minus, total } from '../money.ts';
import type { Day } from '../time.ts';
import type { PayerSums } from './payer-sums.ts';

/** The days after `today` on which some of a payer's payable matures. */
export const maturingAfter = (
  sums: PayerSums,
  today: Day,
): readonly { readonly on: Day; readonly amount: Fen }[] =>
  [...sums.maturing]
    .filter(([on, amount]) => on > today && amount > 0n)
    .map(([on, amount]) => ({ on, amount }));

/** How much of a payer's payable may not be withdrawn on `today` yet. */
const maturingOn = (sums: PayerSums, today: Day): Fen =>
  total(maturingAfter(sums, today).map(({ amount }) => amount));

/** What may be withdrawn of one payer on `today`; negative after a reversal of money already paid. */
export const availableOn = (sums: PayerSums, today: Day): Fen =>
  minus(sums.payable, maturingOn(sums, today));
