import { availableOn, maturingAfter } from '../domain/account/available.ts';
import type { PayerSums, Sums } from '../domain/account/payer-sums.ts';
import type { PayerId } from '../domain/identifiers.ts';
import { type Fen, plus, total, zero } from '../domain/money.ts';
import type { Day } from '../domain/time.ts';

/** Money that may not be withdrawn before `on`. */
export type Maturing = { readonly on: Day; readonly amount: Fen };

/**
 * What an account holds, as people ask for it. The parts add up:
 * earned + adjusted = available + Σ maturing + held + inFlight + inDoubt + returned + withdrawn
 * + taxWithheld + reversed.
 */
export type BalanceParts = {
  /** Below zero after a reversal of money that was already paid. */
  readonly available: Fen;
  readonly maturing: readonly Maturing[];
  readonly held: Fen;
  readonly inFlight: Fen;
  readonly inDoubt: Fen;
  readonly returned: Fen;
  readonly withdrawn: Fen;
  readonly taxWithheld: Fen;
  readonly earned: Fen;
  readonly reversed: Fen;
  readonly adjusted: Fen;
};

export type BalanceAnswer = BalanceParts & {
  /** By payer id: what one payer owes is never set off against another. */
  readonly byPayer: readonly ({ readonly payerId: PayerId } & BalanceParts)[];
};

/** What an account holds on `today`: the day decides what has matured. */
export const balanceAnswer = (sums: Sums, today: Day): BalanceAnswer => {
  const byPayer = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([payerId, of]) => ({ payerId, ...partsOf(of, today) }));
  const all = (pick: (parts: BalanceParts) => Fen): Fen => total(byPayer.map(pick));
  return {
    available: all(({ available }) => available),
    maturing: byDay(byPayer.flatMap(({ maturing }) => maturing)),
    held: all(({ held }) => held),
    inFlight: all(({ inFlight }) => inFlight),
    inDoubt: all(({ inDoubt }) => inDoubt),
    returned: all(({ returned }) => returned),
    withdrawn: all(({ withdrawn }) => withdrawn),
    taxWithheld: all(({ taxWithheld }) => taxWithheld),
    earned: all(({ earned }) => earned),
    reversed: all(({ reversed }) => reversed),
    adjusted: all(({ adjusted }) => adjusted),
    byPayer,
  };
};

const partsOf = (of: PayerSums, today: Day): BalanceParts => ({
  available: availableOn(of, today),
  maturing: byDay(maturingAfter(of, today)),
  held: of.held,
  inFlight: of.inFlight,
  inDoubt: of.inDoubt,
  returned: of.returned,
  withdrawn: of.withdrawn,
  taxWithheld: of.taxWithheld,
  earned: of.earned,
  reversed: of.reversed,
  adjusted: of.adjusted,
});

/** One line a day, earliest first, without days on which nothing matures. */
const byDay = (lines: readonly Maturing[]): readonly Maturing[] => {
  const days = new Map<Day, Fen>();
  for (const { on, amount } of lines) days.set(on, plus(days.get(on) ?? zero, amount));
  return [...days]
    .filter(([, amount]) => amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, amount]) => ({ on, amount }));
};
