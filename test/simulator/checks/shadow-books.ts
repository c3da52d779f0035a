import type { AccountFact } from '../../../domain/account/facts.ts';
import { yuan } from './checking.ts';
import { attempt, ShadowAccount, type ShadowPayout, stateAfter } from './shadow-account.ts';

/** All accounts, payouts and payers' money, followed fact by fact. */
export class ShadowBooks {
  readonly accounts = new Map<string, ShadowAccount>();
  readonly payouts = new Map<string, ShadowPayout>();
  /** What each payer has put at the provider. */
  readonly funded = new Map<string, bigint>();

  account(payee: string, payer: string): ShadowAccount {
    const key = `${payee} ${payer}`;
    const known = this.accounts.get(key);
    if (known !== undefined) return known;
    const added = new ShadowAccount(payee, payer);
    this.accounts.set(key, added);
    return added;
  }

  /** What the provider must hold for a payer by what the ledger knows. */
  cash(payer: string): bigint {
    let cash = this.funded.get(payer) ?? 0n;
    for (const payout of this.payouts.values()) {
      if (payout.payer !== payer) continue;
      cash -= payout.fee;
      if (payout.state === 'paid') cash -= payout.net;
    }
    return cash;
  }

  fund(payer: string, amount: bigint): void {
    this.funded.set(payer, (this.funded.get(payer) ?? 0n) + amount);
  }

  /** Takes in a fact; returns the accounts it touched. */
  take(payee: string, fact: AccountFact): readonly ShadowAccount[] {
    const { type, data } = fact;
    switch (type) {
      case 'EarningRecorded': {
        const account = this.account(payee, data.payerId);
        account.earned += yuan(data.gross);
        account.mature(data.availableOn, yuan(data.gross));
        return [account];
      }
      case 'EarningReversed': {
        const account = this.account(payee, data.payerId);
        account.reversed += yuan(data.amount);
        account.mature(data.maturesOn, -yuan(data.amount));
        return [account];
      }
      case 'HoldPlaced': {
        const account = this.account(payee, data.payerId);
        account.holds.set(data.holdId, { amount: yuan(data.amount), maturesOn: data.maturesOn });
        account.mature(data.maturesOn, -yuan(data.amount));
        return [account];
      }
      case 'HoldReleased': {
        const account = this.account(payee, data.payerId);
        const hold = account.holds.get(data.holdId);
        account.holds.delete(data.holdId);
        account.mature(hold?.maturesOn, hold?.amount ?? 0n);
        return [account];
      }
      case 'AdjustmentPosted': {
        const account = this.account(payee, data.payerId);
        account.adjusted += yuan(data.amount);
        return [account];
      }
      case 'WithdrawalRequested':
        return data.payouts.map((requested) => {
          const account = this.account(payee, requested.payerId);
          this.#add(account.begin(requested, data.cardRef));
          return account;
        });
      case 'StatementPayoutRequested': {
        const account = this.account(payee, data.payerId);
        const untaxed = { ...data, tax: '0.00' as typeof data.gross, net: data.gross };
        this.#add(account.begin(untaxed, data.cardRef));
        return [account];
      }
      default:
        return this.#move(payee, fact);
    }
  }

  #add(payout: ShadowPayout): void {
    this.payouts.set(payout.id, payout);
  }

  #move(payee: string, fact: AccountFact): readonly ShadowAccount[] {
    const [id, state] = stateAfter(fact) ?? [];
    const payout = id === undefined ? undefined : this.payouts.get(id);
    if (payout === undefined || state === undefined) return [];
    payout.state = state;
    const { type, data } = fact;
    if (type === 'PayoutSubmitted') payout.submittedAt = data.at;
    if (type === 'PayoutPaid') {
      payout.payment.everPaid = true;
      payout.fee += yuan(data.providerFee);
    }
    if (type === 'PayoutReissued') {
      const { account, payer, net: reserves } = payout;
      const again = { id: data.newPayoutId, account, payer, reserves, cardRef: data.cardRef };
      this.#add(attempt(payout.payment, again));
    }
    return [this.account(payee, payout.payer)];
  }
}
