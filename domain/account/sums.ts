import type { PayerId } from '../identifiers.ts';
import {
  type Amount,
  amountFromFact,
  amountText,
  type Fen,
  minus,
  negated,
  plus,
  total,
  zero,
} from '../money.ts';
import type { Day } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { Carried, CarriedSums, SumName } from './carried.ts';
import type { AccountFact, FactData } from './facts.ts';
import type { PayoutFact } from './payout-facts.ts';

type PayoutPaidFrom = FactData<'PayoutPaid'>['from'];

/**
 * What one payer owes the payee and has paid. `payable` is all that is owed and free, maturing
 * money included; `maturing` says how much of it may not be withdrawn before which day. A day falls
 * below zero where its money was first held and then reversed: nothing of it matures then, and
 * releasing the hold brings it back to what is left.
 * earned + adjusted = payable + held + inFlight + inDoubt + returned + withdrawn + taxWithheld + reversed.
 */
export type PayerSums = { readonly [field in SumName]: Fen } & {
  readonly maturing: ReadonlyMap<Day, Fen>;
};
export type Sums = ReadonlyMap<PayerId, PayerSums>;

export const noSums: PayerSums = {
  earned: zero,
  reversed: zero,
  adjusted: zero,
  payable: zero,
  held: zero,
  inFlight: zero,
  inDoubt: zero,
  returned: zero,
  withdrawn: zero,
  taxWithheld: zero,
  maturing: new Map(),
};

type Change = { readonly [field in SumName]?: Fen };

const changed = (sums: Sums, payer: PayerId, change: Change, on?: Day, maturing = zero): Sums => {
  const before = sums.get(payer) ?? noSums;
  const after: { -readonly [field in keyof PayerSums]: PayerSums[field] } = { ...before };
  for (const field of Object.keys(change) as SumName[]) {
    after[field] = plus(before[field], change[field] ?? zero);
  }
  if (on !== undefined && maturing !== 0n) {
    after.maturing = new Map(before.maturing).set(
      on,
      plus(before.maturing.get(on) ?? zero, maturing),
    );
  }
  return new Map(sums).set(payer, after);
};

const fieldOf = {
  'in-flight': 'inFlight',
  'in-doubt': 'inDoubt',
  payable: 'payable',
  returned: 'returned',
} as const satisfies { readonly [from in PayoutPaidFrom]: SumName };

/** What a fact does to the sums; facts that move no money leave them as they are. */
export const applyToSums = (sums: Sums, fact: AccountFact): Sums => {
  switch (fact.type) {
    case 'PeriodOpened':
      return sumsOf(fact.data.carried);
    case 'EarningRecorded': {
      const { gross, payerId, availableOn: on } = fact.data;
      const amount = amountFromFact(gross);
      return changed(sums, payerId, { earned: amount, payable: amount }, on, amount);
    }
    case 'EarningReversed': {
      const amount = amountFromFact(fact.data.amount);
      const change = { reversed: amount, payable: negated(amount) };
      return changed(sums, fact.data.payerId, change, fact.data.maturesOn, negated(amount));
    }
    case 'HoldPlaced': {
      const amount = amountFromFact(fact.data.amount);
      const change = { held: amount, payable: negated(amount) };
      return changed(sums, fact.data.payerId, change, fact.data.maturesOn, negated(amount));
    }
    case 'HoldReleased': {
      const amount = amountFromFact(fact.data.amount);
      const change = { held: negated(amount), payable: amount };
      return changed(sums, fact.data.payerId, change, fact.data.maturesOn, amount);
    }
    case 'AdjustmentPosted': {
      const amount = amountFromFact(fact.data.amount);
      return changed(sums, fact.data.payerId, { adjusted: amount, payable: amount });
    }
    case 'PeriodClosed':
    case 'AdjustmentProposed':
      return sums;
    default:
      return applyPayout(sums, fact);
  }
};

const applyPayout = (sums: Sums, { type, data }: PayoutFact): Sums => {
  switch (type) {
    case 'WithdrawalRequested':
      return data.payouts.reduce(
        (after, { payerId, gross }) => moved(after, payerId, 'payable', 'inFlight', gross),
        sums,
      );
    case 'StatementPayoutRequested':
      return moved(sums, data.payerId, 'payable', 'inFlight', data.gross);
    case 'PayoutAccepted':
      return moved(sums, data.payerId, fieldOf[data.from], 'inFlight', data.gross);
    case 'PayoutInDoubt':
      return moved(sums, data.payerId, 'inFlight', 'inDoubt', data.gross);
    case 'PayoutPaid':
      return changed(sums, data.payerId, {
        [fieldOf[data.from]]: negated(amountFromFact(data.gross)),
        withdrawn: amountFromFact(data.net),
        taxWithheld: amountFromFact(data.tax),
      });
    case 'PayoutRejected':
      return moved(sums, data.payerId, fieldOf[data.from], data.to, data.gross);
    case 'PayoutReturned':
      return moved(sums, data.payerId, 'withdrawn', 'returned', data.net);
    case 'PayoutReissued':
      return moved(sums, data.payerId, 'returned', 'inFlight', data.net);
    case 'PayoutCancelled':
      return changed(sums, data.payerId, {
        [fieldOf[data.from]]: negated(amountFromFact(data.net)),
        taxWithheld: negated(amountFromFact(data.tax)),
        [data.to]: amountFromFact(data.gross),
      });
    case 'PayoutWaiting':
    case 'PayoutStopAsked':
    case 'PayoutSubmitted':
    case 'PayoutResolutionProposed':
    case 'PayoutNewsContradicted':
      return sums;
    default:
      return unreachable(type);
  }
};

const moved = (sums: Sums, payer: PayerId, from: SumName, to: SumName, text: Amount): Sums => {
  const amount = amountFromFact(text);
  return from === to ? sums : changed(sums, payer, { [from]: negated(amount), [to]: amount });
};

/** The days after `today` on which some of a payer's payable matures. */
export const maturingAfter = (
  sums: PayerSums,
  today: Day,
): readonly { readonly on: Day; readonly amount: Fen }[] =>
  [...sums.maturing]
    .filter(([on, amount]) => on > today && amount > 0n)
    .map(([on, amount]) => ({ on, amount }));

/** How much of a payer's payable may not be withdrawn on `today` yet. */
export const maturingOn = (sums: PayerSums, today: Day): Fen =>
  total(maturingAfter(sums, today).map(({ amount }) => amount));

/** What may be withdrawn of one payer on `today`; negative after a reversal of money already paid. */
export const availableOn = (sums: PayerSums, today: Day): Fen =>
  minus(sums.payable, maturingOn(sums, today));

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
