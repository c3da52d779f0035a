import type { AccountFact } from '../domain/account/facts.ts';
import type { Sums } from '../domain/account/payer-sums.ts';
import { applyToSums } from '../domain/account/sums.ts';
import type { PayerId } from '../domain/identifiers.ts';
import { type Fen, total } from '../domain/money.ts';
import type { Instant } from '../domain/time.ts';
import { lineAbout } from './doctor-statement-kinds.ts';

/** One movement of what a payee is owed and may spend or will: positive raises it. */
export type Movement = {
  readonly kind: string;
  /** The id of what moved it: an earning, a hold, a withdrawal, a payout … */
  readonly ref: string;
  readonly payerId: PayerId;
  readonly amount: Fen;
};

export type AccountEntry = Movement & {
  /** When it was recorded: the order of entries. */
  readonly at: Instant;
  /** When it happened, which may have been told later. */
  readonly happenedAt: Instant;
  /** Payable over all payers after this movement: available and maturing. */
  readonly balance: Fen;
};

/** What a payee is owed and may spend or will, over all payers. */
export const payable = (sums: Sums): Fen => total([...sums.values()].map((of) => of.payable));

/** The movements one fact makes, one for each payer, by the same sums that everything else goes by. */
export const movementsOf = (fact: AccountFact): readonly Movement[] => {
  const about = aboutOf(fact);
  if (about === undefined) return [];
  return [...applyToSums(new Map(), fact)]
    .filter(([, of]) => of.payable !== 0n)
    .map(([payerId, of]) => ({ kind: about.kind, ref: about.ref, payerId, amount: of.payable }));
};

/** When what the fact says happened. */
export const happenedAt = ({ type, data }: AccountFact): Instant => {
  switch (type) {
    case 'EarningRecorded':
      return data.completedAt;
    case 'PayoutPaid':
      return data.paidAt;
    case 'PayoutReturned':
      return data.returnedAt;
    default:
      return data.at;
  }
};

type About = { readonly kind: string; readonly ref: string };

/** What a statement calls the fact; a payment that takes from what may be spent was refused before. */
const aboutOf = (fact: AccountFact): About | undefined =>
  fact.type === 'PayoutPaid'
    ? { kind: 'paid-after-refusal', ref: fact.data.payoutId }
    : lineAbout(fact);
