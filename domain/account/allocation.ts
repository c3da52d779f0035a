import type { PayerId } from '../identifiers.ts';
import { type Fen, larger, minus, smaller, total, zero } from '../money.ts';
import type { WithdrawalPolicy } from '../policy/withdrawal-policy.ts';
import { type Day, dayOf } from '../time.ts';
import { availableOn } from './available.ts';
import { reservedBy } from './payout.ts';
import type { Account } from './state.ts';

export type Share = { readonly payerId: PayerId; readonly gross: Fen };

/** What each payer could pay today: never another payer's money, never more than one instruction may carry. */
export const withdrawableByPayer = (
  account: Account,
  policy: WithdrawalPolicy,
  today: Day,
): readonly Share[] =>
  [...account.sums]
    .map(([payerId, sums]) => ({
      payerId,
      gross: smaller(availableOn(sums, today), policy.maximumPerPayout),
    }))
    .filter(({ gross }) => gross > 0n)
    // Largest first needs the fewest payouts; the id decides between equals, so a retry allocates alike.
    .sort((a, b) =>
      a.gross === b.gross ? (a.payerId < b.payerId ? -1 : 1) : a.gross > b.gross ? -1 : 1,
    );

/** Fills the amount from the payers in order. The caller has checked that they can carry it. */
export const allocate = (amount: Fen, shares: readonly Share[]): readonly Share[] => {
  const taken: Share[] = [];
  let left = amount;
  for (const { payerId, gross } of shares) {
    const part = smaller(left, gross);
    if (part > 0n) taken.push({ payerId, gross: part });
    left = minus(left, part);
  }
  return taken;
};

/**
 * What may be withdrawn today of all payers together, in fen; a payer whose account is below zero
 * takes nothing from another.
 */
export const availableInAll = (account: Account, today: Day): Fen =>
  total([...account.sums.values()].map((sums) => larger(availableOn(sums, today), zero)));

/** The withdrawals of a day, as the limits count them: a payout that was refused or cancelled is not held against the doctor. */
export const askedToday = (
  account: Account,
  today: Day,
): { readonly requests: number; readonly amount: Fen } => {
  const requests = [...account.withdrawals.values()].filter(({ at }) => dayOf(at) === today);
  const payouts = requests
    .flatMap(({ payoutIds }) => payoutIds.map((id) => account.payouts.get(id)))
    .filter((payout) => payout !== undefined)
    .filter(({ state }) => state !== 'rejected' && state !== 'cancelled');
  return { requests: requests.length, amount: total(payouts.map(reservedBy)) };
};
