import { type PayerId, type PayoutId, payoutId } from '../identifiers.ts';
import { amountText, type Fen, larger, minus, smaller, total, zero } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import { type TaxMethod, type Withholding, withhold } from '../tax/withholding.ts';
import { dayOf, monthOf } from '../time.ts';
import { allocate, askedToday, availableInAll, withdrawableByPayer } from './allocation.ts';
import type { AccountRefusal, AskedFor, Standing } from './commands.ts';
import type { AccountDecision } from './decide.ts';
import { type Account, reservedBy } from './state.ts';
import { availableOn, noSums } from './sums.ts';

type Asking = AskedFor<'RequestWithdrawal'>;

export type QuotedPayout = Withholding & { readonly payerId: PayerId; readonly gross: Fen };
export type WithdrawalQuote = { readonly amount: Fen; readonly payouts: readonly QuotedPayout[] };

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

const methodOf = (payer: PayerId, methods: Asking['taxMethods']): TaxMethod => {
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

const numbered = (seed: string, at: number): PayoutId => {
  const id = payoutId(`P${seed}${String(at + 1).padStart(2, '0')}`);
  if (id === undefined) throw new Error('A payout seed is 1–29 letters and digits');
  return id;
};

/** One payout to an organization's own account for a settled statement; the organization invoices, nothing is withheld. */
export const requestStatementPayout = (
  command: AskedFor<'RequestStatementPayout'>,
  account: Account,
): AccountDecision => {
  const { statementId, payoutId: id, payerId, amount, cardRef, now } = command;
  if (amount <= 0n) return refuse({ code: 'amount-not-positive' });
  const known = account.payouts.get(id);
  if (known !== undefined) {
    return reservedBy(known) === amount && known.payerId === payerId
      ? ok([])
      : refuse({ code: 'statement-payout-differs', payoutId: id });
  }
  const available = availableOn(account.sums.get(payerId) ?? noSums, dayOf(now));
  if (amount > available) return refuse({ code: 'balance-too-low', available, asked: amount });
  return ok([
    {
      type: 'StatementPayoutRequested',
      data: { statementId, payoutId: id, payerId, gross: amountText(amount), cardRef, at: now },
    },
  ]);
};
