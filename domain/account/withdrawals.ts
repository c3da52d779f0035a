import { ownPayoutId, type PayoutId } from '../identifiers.ts';
import { amountText } from '../money.ts';
import { ok, refuse } from '../result.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import type { Account } from './state.ts';
import { methodOf, quoteWithdrawal } from './withdrawal-quote.ts';

export type Asking = AskedFor<'RequestWithdrawal'>;

/**
 * Reserves what is asked and splits it into one payout a payer, numbered below the seed; asked
 * again under the same id, for the same amount, is asked once.
 */
export const requestWithdrawal = (command: Asking, account: Account): AccountDecision => {
  if (command.amount !== 'all' && command.amount <= 0n)
    return refuse({ code: 'amount-not-positive' });

  const known = account.withdrawals.get(command.withdrawalId) ?? command.earlier;
  if (known !== undefined) {
    return known.asked === command.amount
      ? ok([])
      : refuse({ code: 'withdrawal-differs', withdrawalId: command.withdrawalId });
  }

  const quote = quoteWithdrawal(command, account);
  if (!quote.ok) return quote;
  const { standing, withdrawalId, amount, policy, payoutSeed, taxMethods, now } = command;
  if (standing.card === undefined) return refuse({ code: 'card-missing' });
  return ok([
    {
      type: 'WithdrawalRequested',
      data: {
        withdrawalId,
        asked: amount === 'all' ? 'all' : amountText(amount),
        amount: amountText(quote.value.amount),
        cardRef: standing.card.cardRef,
        policy: policy.version,
        payouts: quote.value.payouts.map(({ payerId, gross, withheld, net }, at) => ({
          payoutId: numbered(payoutSeed, at),
          payerId,
          gross: amountText(gross),
          tax: amountText(withheld),
          net: amountText(net),
          taxMethod: methodOf(payerId, taxMethods),
        })),
        at: now,
      },
    },
  ]);
};

/** Of a seed of 1–29 letters and digits. */
const numbered = (seed: string, at: number): PayoutId =>
  ownPayoutId(`P${seed}${String(at + 1).padStart(2, '0')}`);
