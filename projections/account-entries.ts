import type { AccountFact } from '../domain/account/facts.ts';
import { applyToSums, type Sums } from '../domain/account/sums.ts';
import { amountFromFact, type Fen, minus, negated, plus, zero } from '../domain/money.ts';
import type { Instant } from '../domain/time.ts';

/** One movement of what a payee is owed and may spend: positive raises it. */
export type AccountEntry = {
  readonly at: Instant;
  readonly kind: string;
  readonly ref: string;
  readonly payerId: string;
  readonly amount: Fen;
  /** Payable over all payers after this movement. */
  readonly balance: Fen;
};

type Movement = { readonly kind: string; readonly ref: string; readonly payerId: string };

/** The movements a month's facts made, oldest first, with the running balance. */
export const accountEntries = (
  facts: readonly { readonly fact: AccountFact; readonly recordedAt: Instant }[],
): readonly AccountEntry[] => {
  const entries: AccountEntry[] = [];
  let sums: Sums = new Map();
  for (const { fact, recordedAt } of facts) {
    const before = sums;
    sums = applyToSums(sums, fact);
    if (fact.type === 'PeriodOpened') continue;
    let balance = payable(before);
    for (const movement of movementsOf(fact)) {
      const amount = movement.amount ?? minus(payable(sums), payable(before));
      if (amount === 0n) continue;
      balance = plus(balance, amount);
      const { kind, ref, payerId } = movement;
      entries.push({ at: recordedAt, kind, ref, payerId, amount, balance });
    }
  }
  return entries;
};

const payable = (sums: Sums): Fen =>
  [...sums.values()].reduce((sum, of) => plus(sum, of.payable), zero);

/** Who and what a fact moved; an amount only where one fact moves several. */
const movementsOf = (fact: AccountFact): readonly (Movement & { readonly amount?: Fen })[] => {
  switch (fact.type) {
    case 'EarningRecorded':
      return [{ kind: 'earning', ref: fact.data.earningId, payerId: fact.data.payerId }];
    case 'EarningReversed':
      return [{ kind: 'reversal', ref: fact.data.earningId, payerId: fact.data.payerId }];
    case 'HoldPlaced':
      return [{ kind: 'hold', ref: fact.data.holdId, payerId: fact.data.payerId }];
    case 'HoldReleased':
      return [{ kind: 'hold-released', ref: fact.data.holdId, payerId: fact.data.payerId }];
    case 'AdjustmentPosted':
      return [{ kind: 'adjustment', ref: fact.data.adjustmentId, payerId: fact.data.payerId }];
    case 'WithdrawalRequested':
      return fact.data.payouts.map(({ payerId, gross }) => ({
        kind: 'withdrawal',
        ref: fact.data.withdrawalId,
        payerId,
        amount: negated(amountFromFact(gross)),
      }));
    case 'StatementPayoutRequested':
      return [{ kind: 'statement-payout', ref: fact.data.statementId, payerId: fact.data.payerId }];
    case 'PayoutPaid':
    case 'PayoutRejected':
    case 'PayoutCancelled':
      return [{ kind: kindOf[fact.type], ref: fact.data.payoutId, payerId: fact.data.payerId }];
    default:
      return [];
  }
};

const kindOf = {
  PayoutPaid: 'paid-after-refusal',
  PayoutRejected: 'payout-rejected',
  PayoutCancelled: 'payout-cancelled',
} as const;
