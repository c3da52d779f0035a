import type { PayoutId } from '../identifiers.ts';
import { amountFromFact, type Fen } from '../money.ts';
import type { PartState, StatementFactData } from './facts.ts';
import type { Statement, StatementState } from './state.ts';

/** One payout of the statement's money. */
export type Part = { readonly payoutId: PayoutId; readonly amount: Fen; readonly state: PartState };

/** Of parts that count: what failed and was tried again, or was replaced, is told by its successor. */
const counting = (parts: readonly Part[]): readonly Part[] =>
  parts.filter(({ state }) => state !== 'replaced');

/** The statement's state as its payouts tell it; with all of them failed the money is free again. */
const stateOfParts = (parts: readonly Part[]): StatementState => {
  const all = counting(parts);
  if (all.some(({ state }) => state === 'returned')) return 'returned';
  if (all.every(({ state }) => state === 'failed')) return 'invoiced';
  return all.every(({ state }) => state === 'paid') ? 'paid' : 'scheduled';
};

/** The payouts that paid nothing and may be tried again. */
export const failedParts = ({ parts }: Statement): readonly Part[] =>
  parts.filter(({ state }) => state === 'failed');

/** The statement with its payouts, and the state that they tell. */
export const withParts = (before: Statement, parts: readonly Part[]): Statement => ({
  ...before,
  parts,
  state: stateOfParts(parts),
});

/** New payouts beside the old ones; those they try again count no more. */
export const scheduled = (
  parts: readonly Part[],
  payouts: StatementFactData<'StatementScheduled'>['payouts'],
): readonly Part[] => [
  ...parts.map((part) =>
    payouts.some(({ retries }) => retries === part.payoutId)
      ? { ...part, state: 'replaced' as const }
      : part,
  ),
  ...payouts.map(({ payoutId, amount }) => ({
    payoutId,
    amount: amountFromFact(amount),
    state: 'under-way' as const,
  })),
];

/** A payout that is replaced hands its amount to the one that pays it again. */
export const moved = (
  parts: readonly Part[],
  { payoutId, to, replacedBy }: StatementFactData<'StatementPayoutMoved'>,
): readonly Part[] =>
  parts.flatMap((part) => {
    if (part.payoutId !== payoutId) return [part];
    const now = { ...part, state: to };
    return replacedBy === undefined
      ? [now]
      : [now, { ...part, payoutId: replacedBy, state: 'under-way' as const }];
  });
