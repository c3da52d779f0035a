import type { PayoutId } from '../identifiers.ts';
import { amountFromFact, fen, negated } from '../money.ts';
import { recordPayment, type TaxHistory } from '../tax/withholding.ts';
import { monthOf } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { CarriedPayout } from './carried.ts';
import type { FactData } from './facts.ts';
import type { PayoutFact, PayoutState } from './payout-facts.ts';
import { isReplaced } from './reissues.ts';
import type { Account, Payout } from './state.ts';

/** What a payout's life does to the account's state (its sums aside). */
export const afterPayout = (account: Account, { type, data }: PayoutFact): Account => {
  switch (type) {
    case 'WithdrawalRequested':
      return withdrawalRequested(account, data);
    case 'StatementPayoutRequested':
      return withPayout(account, {
        payoutId: data.payoutId,
        for: { statementId: data.statementId },
        payerId: data.payerId,
        gross: data.gross,
        tax: '0.00' as typeof data.gross,
        net: data.gross,
        taxMethod: 'none',
        cardRef: data.cardRef,
        state: 'requested',
        requestedAt: data.at,
      });
    case 'PayoutWaiting':
      return changedPayout(account, data.payoutId, {
        waiting: { reason: data.reason, at: data.at },
      });
    case 'PayoutStopAsked':
      return changedPayout(account, data.payoutId, { stopAsked: true });
    case 'PayoutSubmitted':
      return movedOn(account, data.payoutId, { state: 'submitted', submittedAt: data.at });
    case 'PayoutAccepted':
      // Known again: what somebody proposed while it was in doubt is void.
      return movedOn(account, data.payoutId, {
        state: 'accepted',
        orderNo: data.orderNo,
        proposal: undefined,
      });
    case 'PayoutInDoubt':
      return movedOn(account, data.payoutId, { state: 'in-doubt' });
    case 'PayoutPaid':
      return paid(account, data);
    case 'PayoutRejected':
      return ended(account, data.payoutId, data.to === 'returned' ? 'returned' : 'rejected');
    case 'PayoutReturned':
      return changedPayout(account, data.payoutId, { state: 'returned' });
    case 'PayoutReissued':
      return reissued(account, data);
    case 'PayoutCancelled':
      return ended(account, data.payoutId, data.to === 'returned' ? 'returned' : 'cancelled');
    case 'PayoutResolutionProposed':
      return changedPayout(account, data.payoutId, {
        proposal: { outcome: data.outcome, by: data.by },
      });
    case 'PayoutNewsContradicted':
      return changedPayout(account, data.payoutId, {
        contradicted: newsOf(data.state, data.news),
      });
    default:
      return unreachable(type);
  }
};

export const payoutOf = (payout: CarriedPayout): Payout => ({
  payoutId: payout.payoutId,
  for: payout.for,
  payerId: payout.payerId,
  gross: amountFromFact(payout.gross),
  tax: amountFromFact(payout.tax),
  net: amountFromFact(payout.net),
  taxMethod: payout.taxMethod,
  cardRef: payout.cardRef,
  state: payout.state,
  requestedAt: payout.requestedAt,
  submittedAt: payout.submittedAt,
  orderNo: payout.orderNo,
  paidAt: payout.paidAt,
  reissueOf: payout.reissueOf,
  contradicted: payout.contradicted === true ? 'said earlier' : payout.contradicted,
  waiting: payout.waiting,
  stopAsked: payout.stopAsked === true,
  proposal: payout.proposal,
});

const withPayout = (account: Account, payout: CarriedPayout): Account => ({
  ...account,
  payouts: account.payouts.with(payout.payoutId, payoutOf(payout)),
});

const changedPayout = (account: Account, id: PayoutId, change: Partial<Payout>): Account => {
  const payout = account.payouts.get(id);
  return payout === undefined
    ? account
    : { ...account, payouts: account.payouts.with(id, { ...payout, ...change }) };
};

/** A step further: what it waited for is over. */
const movedOn = (account: Account, id: PayoutId, change: Partial<Payout>): Account =>
  changedPayout(account, id, { ...change, waiting: undefined });

/** What was believed and what was said instead, so that the same news is told once. */
export const newsOf = (state: PayoutState, news: string): string => `${state}, then ${news}`;

const withdrawalRequested = (account: Account, data: FactData<'WithdrawalRequested'>): Account => {
  const withPayouts = data.payouts.reduce((after, payout) => {
    const next = withPayout(after, {
      ...payout,
      for: { withdrawalId: data.withdrawalId },
      cardRef: data.cardRef,
      state: 'requested',
      requestedAt: data.at,
    });
    return taxed(next, next.payouts.get(payout.payoutId), 'withhold');
  }, account);
  return {
    ...withPayouts,
    withdrawals: account.withdrawals.with(data.withdrawalId, {
      withdrawalId: data.withdrawalId,
      asked: data.asked === 'all' ? 'all' : amountFromFact(data.asked),
      amount: amountFromFact(data.amount),
      at: data.at,
      payoutIds: data.payouts.map(({ payoutId }) => payoutId),
    }),
  };
};

/** Withholding counts in the month the request was accepted, and is taken back in that month too. */
const taxed = (account: Account, payout: Payout | undefined, way: 'withhold' | 'undo'): Account => {
  if (payout === undefined || payout.taxMethod === 'none') return account;
  const sign = way === 'withhold' ? fen : negated;
  const history: TaxHistory = account.tax.get(payout.payerId) ?? new Map();
  const next = recordPayment(
    history,
    monthOf(payout.requestedAt),
    sign(payout.gross),
    sign(payout.tax),
  );
  return { ...account, tax: new Map(account.tax).set(payout.payerId, next) };
};

const ended = (
  account: Account,
  id: PayoutId,
  state: 'rejected' | 'cancelled' | 'returned',
): Account => {
  const payout = account.payouts.get(id);
  const after = movedOn(account, id, { state, proposal: undefined });
  return state === 'returned' || payout === undefined || isReplaced(account, payout)
    ? after
    : taxed(after, payout, 'undo');
};

const paid = (account: Account, data: FactData<'PayoutPaid'>): Account => {
  const before = account.payouts.get(data.payoutId);
  const after = movedOn(account, data.payoutId, {
    state: 'paid',
    paidAt: data.paidAt,
    proposal: undefined,
  });
  // Paid after we had been told it was not: the withholding that was taken back happened after all.
  return data.from === 'payable' && before !== undefined && !isReplaced(account, before)
    ? taxed(after, before, 'withhold')
    : after;
};

const reissued = (account: Account, data: FactData<'PayoutReissued'>): Account => {
  const first = account.payouts.get(data.payoutId);
  if (first === undefined) return account;
  const after = changedPayout(account, data.payoutId, { state: 'reissued' });
  const again: Payout = {
    ...first,
    payoutId: data.newPayoutId,
    cardRef: data.cardRef,
    state: 'requested',
    requestedAt: first.requestedAt,
    submittedAt: undefined,
    orderNo: undefined,
    paidAt: undefined,
    reissueOf: data.payoutId,
    contradicted: undefined,
    waiting: undefined,
    stopAsked: false,
    proposal: undefined,
  };
  return { ...after, payouts: after.payouts.with(data.newPayoutId, again) };
};
