import type { PayerId } from '../identifiers.ts';
import { type Fen, larger, minus, smaller, total, zero } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { TaxMethod } from '../tax/tax-rules.ts';
import { type Withholding, withhold } from '../tax/withholding.ts';
import { dayOf, monthOf } from '../time.ts';
import { allocate, askedToday, availableInAll, withdrawableByPayer } from './allocation.ts';
import type { Standing } from './commands.ts';
import type { AccountRefusal } from './refusals.ts';
import type { Account } from './state.ts';
import type { Asking } from './withdrawals.ts';

export type QuotedPayout = Withholding & { readonly payerId: PayerId; readonly gross: Fen };
export type WithdrawalQuote = { readonly amount: Fen; readonly payouts: readonly QuotedPayout[] };

/** What a withdrawal asked for now would pay, per payer with its tax, or why it would be refused. */
export const quoteWithdrawal = (
  command: Pick<Asking, 'amount' | 'standing' | 'policy' | 'taxMethods' | 'now'>,
  account: Account,
): Result<WithdrawalQuote, AccountRefusal> => {
  const { policy, standing, taxMethods, now } = command;
  const today = dayOf(now);
  if (command.amount !== 'all' && command.amount <= 0n)
    return refuse({ code: 'amount-not-positive' });
  const barred = barredBy(standing, command, account);
  if (barred !== undefined) return refuse(barred);

  const available = availableInAll(account, today);
  const before = askedToday(account, today);
  // A payer whose tax method did not come with the command only just began to owe something.
  const shares = withdrawableByPayer(account, policy, today).filter(({ payerId }) =>
    taxMethods.has(payerId),
  );
  const most = smaller(
    total(shares.map(({ gross }) => gross)),
    minus(policy.maximumPerDay, before.amount),
  );
  const asked = command.amount === 'all' ? most : command.amount;

  if (before.requests >= policy.requestsPerDay)
    return refuse({ code: 'too-many-today', limit: policy.requestsPerDay });
  // Enough is there, but today's limits leave less than the least one may ask for.
  if (command.amount === 'all' && most < policy.minimum && available >= policy.minimum)
    return refuse({ code: 'amount-above-limit', most: larger(most, zero), asked: available });
  if (asked < policy.minimum)
    return refuse({ code: 'amount-below-minimum', minimum: policy.minimum, asked });
  if (asked > available) return refuse({ code: 'balance-too-low', available, asked });
  if (asked > most) return refuse({ code: 'amount-above-limit', most, asked });

  const payouts = allocate(asked, shares).map(({ payerId, gross }) => ({
    payerId,
    gross,
    ...withhold(
      methodOf(payerId, taxMethods),
      account.tax.get(payerId) ?? new Map(),
      monthOf(now),
      gross,
    ),
  }));
  return ok({ amount: asked, payouts });
};

/** How this payer's payments are taxed; whoever quotes has looked it up. */
export const methodOf = (payer: PayerId, methods: Asking['taxMethods']): TaxMethod => {
  const method = methods.get(payer);
  if (method === undefined) throw new Error('Only payers whose tax method is known may pay');
  return method;
};

/** What bars a payee from withdrawing at all, whatever the amount. */
const barredBy = (
  standing: Standing,
  { amount, now }: Pick<Asking, 'amount' | 'now'>,
  account: Account,
): AccountRefusal | undefined => {
  if (standing.restricted) return { code: 'account-restricted' };
  // Money earned before the binding stays the doctor's own; beyond it the organization settles.
  const own = availableInAll(account, dayOf(now));
  if (standing.organization !== undefined && (own === 0n || (amount !== 'all' && amount > own))) {
    return { code: 'settles-through-organization', organizationId: standing.organization };
  }
  if (!standing.consented) return { code: 'consent-missing', purpose: 'payout' };
  if (standing.card === undefined) return { code: 'card-missing' };
  if (standing.card.usableFrom > now)
    return { code: 'card-cooling-off', usableFrom: standing.card.usableFrom };
  return undefined;
};
