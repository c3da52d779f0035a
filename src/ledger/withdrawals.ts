import type { Standing, WithdrawalAsked } from '../../domain/account/commands.ts';
import type { Payout } from '../../domain/account/payout.ts';
import type { AccountRefusal } from '../../domain/account/refusals.ts';
import type { Account } from '../../domain/account/state.ts';
import { quoteWithdrawal, type WithdrawalQuote } from '../../domain/account/withdrawal-quote.ts';
import type { PayeeId, PayerId, WithdrawalId } from '../../domain/identifiers.ts';
import type { Fen } from '../../domain/money.ts';
import { organizationAt, type Payee } from '../../domain/payee/state.ts';
import type { WithdrawalPolicy } from '../../domain/policy/withdrawal-policy.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { TaxMethod } from '../../domain/tax/tax-rules.ts';
import { type Instant, type Month, monthOf } from '../../domain/time.ts';
import type { AccountOf, Accounts } from './accounts.ts';
import type { Asking, Unhandled } from './asking.ts';
import type { Parties } from './parties.ts';
import { payoutSeed } from './payout-seed.ts';

export type WithdrawalRefusal =
  | AccountRefusal
  | Unhandled
  | { readonly code: 'doctor-unknown'; readonly doctorId: PayeeId };

export type WithdrawalOutcome = {
  readonly added: boolean;
  readonly withdrawalId: WithdrawalId;
  readonly amount: Fen;
  readonly payouts: readonly Payout[];
  readonly position: Position | undefined;
};

export type WithdrawalsOptions = {
  readonly accounts: Accounts;
  readonly parties: Parties;
  readonly policyOn: (at: Instant) => WithdrawalPolicy;
  /** The month an earlier withdrawal of this id was asked for in, from an index complete up to the account's current month. */
  readonly monthOfWithdrawal: (
    account: PayeeId,
    period: Month,
    id: WithdrawalId,
  ) => Promise<Month | undefined>;
};

/** What doctors ask for: a quote, or the money. */
export class Withdrawals {
  readonly #with: WithdrawalsOptions;

  constructor(options: WithdrawalsOptions) {
    this.#with = options;
  }

  async request(
    doctorId: PayeeId,
    withdrawalId: WithdrawalId,
    amount: Fen | 'all',
    asking: Asking,
  ): Promise<Result<WithdrawalOutcome, WithdrawalRefusal>> {
    const payee = await this.#with.parties.payee(doctorId);
    if (payee.registeredAt === undefined) return refuse({ code: 'doctor-unknown', doctorId });
    const of = { payee: doctorId, since: monthOf(payee.registeredAt) };
    const outcome = await this.#with.accounts.handle(of, asking, async (account) => ({
      type: 'RequestWithdrawal' as const,
      payee: doctorId,
      now: asking.now,
      withdrawalId,
      amount,
      payoutSeed: payoutSeed(doctorId, withdrawalId),
      ...(await this.#circumstances(payee, account, asking.now)),
      earlier: await this.#earlier(of, account, withdrawalId),
    }));
    if (!outcome.ok) return outcome;
    const { facts, state, position } = outcome.value;
    const then = await this.#inMonthOf(of, state, withdrawalId);
    const withdrawal = then?.withdrawals.get(withdrawalId);
    if (then === undefined || withdrawal === undefined)
      throw new Error('A withdrawal just recorded must be found');
    const payouts = withdrawal.payoutIds.flatMap(
      (id) => state.payouts.get(id) ?? then.payouts.get(id) ?? [],
    );
    return ok({
      added: facts.length > 0,
      withdrawalId,
      amount: withdrawal.amount,
      payouts,
      position,
    });
  }

  /** What a withdrawal asked for now would pay, or why it would be refused. Changes nothing. */
  async quote(
    doctorId: PayeeId,
    amount: Fen | 'all',
    now: Instant,
  ): Promise<Result<WithdrawalQuote, WithdrawalRefusal>> {
    const payee = await this.#with.parties.payee(doctorId);
    if (payee.registeredAt === undefined) return refuse({ code: 'doctor-unknown', doctorId });
    const account = await this.#with.accounts.settled(
      { payee: doctorId, since: monthOf(payee.registeredAt) },
      now,
    );
    return quoteWithdrawal(
      { amount, now, ...(await this.#circumstances(payee, account, now)) },
      account,
    );
  }

  async #circumstances(
    payee: Payee,
    account: Account,
    now: Instant,
  ): Promise<Pick<WithdrawalAsked, 'standing' | 'policy' | 'taxMethods'>> {
    return {
      standing: standingOf(payee, now),
      policy: this.#with.policyOn(now),
      taxMethods: await this.#taxMethods([...account.sums.keys()]),
    };
  }

  async #taxMethods(payers: readonly PayerId[]): Promise<ReadonlyMap<PayerId, TaxMethod>> {
    const methods = new Map<PayerId, TaxMethod>();
    for (const id of payers) {
      const { registered } = await this.#with.parties.payer(id);
      if (registered !== undefined) methods.set(id, registered.taxMethod);
    }
    return methods;
  }

  async #earlier(
    of: AccountOf,
    account: Account,
    id: WithdrawalId,
  ): Promise<WithdrawalAsked['earlier']> {
    if (account.previous === undefined || account.withdrawals.get(id) !== undefined)
      return undefined;
    return (await this.#inMonthOf(of, account, id))?.withdrawals.get(id);
  }

  /** The month's account that holds the withdrawal: the current one, or the closed one it was asked for in. */
  async #inMonthOf(
    { payee }: AccountOf,
    account: Account,
    id: WithdrawalId,
  ): Promise<Account | undefined> {
    if (account.withdrawals.get(id) !== undefined) return account;
    if (account.period === undefined) return undefined;
    const month = await this.#with.monthOfWithdrawal(payee, account.period, id);
    return month === undefined ? undefined : this.#with.accounts.closed(payee, month);
  }
}

/** Whether and how this person may be paid at this moment. */
export const standingOf = (payee: Payee, now: Instant): Standing => ({
  restricted: payee.restricted,
  organization: organizationAt(payee, now),
  consented: payee.consent !== undefined,
  card: payee.card,
});
