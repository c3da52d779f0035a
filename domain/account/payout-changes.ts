import type { PayoutId } from '../identifiers.ts';
import { amountFromFact, fen, negated } from '../money.ts';
import { recordPayment, type TaxHistory } from '../tax/tax-history.ts';
import { monthOf } from '../time.ts';
import type { CarriedPayout } from './carried.ts';
import { payoutOf } from './carried-payouts.ts';
import type { FactData } from './facts.ts';
import type { Payout } from './payout.ts';
import { isReplaced } from './reissues.ts';
import type { Account } from './state.ts';

/** The account with a payout that it did not have. */
export const withPayout = (account: Account, payout: CarriedPayout): Account => ({
  ...account,
  payouts: account.payouts.with(payout.payoutId, payoutOf(payout)),
});

/** The account with a payout changed; without it where the payout is long forgotten. */
export const changedPayout = (account: Account, id: PayoutId, change: Partial<Payout>): Account => {
  const payout = account.payouts.get(id);
  return payout === undefined
    ? account
    : { ...account, payouts: account.payouts.with(id, { ...payout, ...change }) };
};

/** A step further: what it waited for is over. */
export const movedOn = (account: Account, id: PayoutId, change: Partial<Payout>): Account =>
  changedPayout(account, id, { ...change, waiting: undefined });

/** A withdrawal begins one payout a payer; the tax of each counts from now on. */
export const withdrawalRequested = (
  account: Account,
  data: FactData<'WithdrawalRequested'>,
): Account => {
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

/**
 * Nothing was paid: unless the money waits as returned, or another payout carries the tax, the
 * withholding is undone.
 */
export const ended = (
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

/** The money is out; late news may bring a withholding back with it. */
export const paid = (account: Account, data: FactData<'PayoutPaid'>): Account => {
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

/** The first payout is over; the one that pays again begins where that began. */
export const reissued = (account: Account, data: FactData<'PayoutReissued'>): Account => {
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
