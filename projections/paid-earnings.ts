import type { AccountFact, EarningData, ReversalData } from '../domain/account/facts.ts';
import type { PayoutFact } from '../domain/account/payout-facts.ts';
import { type EarningKey, earningKey } from '../domain/account/state.ts';
import type { EarningId, PayerId, PayoutId } from '../domain/identifiers.ts';
import { amountFromFact, type Fen, minus, negated, plus, smaller, zero } from '../domain/money.ts';
import { unreachable } from '../domain/unreachable.ts';
import { OpenEarnings } from './open-earnings.ts';
import type { Cover, PaidEarning, Payer, PayoutCover, Taking } from './paid-earning.ts';

/**
 * Which earnings a payout paid: first in, first out per payer, in the order in which they became
 * available, then in the order of recording. A payout that is refused or cancelled gives its
 * earnings back, and they are the first again; one that the bank sent back keeps them for the payout
 * that pays again. What is reversed after it was paid is made good by the next earnings. Holds are
 * not told apart: they set an amount aside, not earnings.
 * Folds one account from its first fact on; facts go in in order, each once.
 */
export class PaidEarnings {
  readonly #earnings = new Map<EarningKey, PaidEarning>();
  readonly #payers = new Map<PayerId, Payer>();
  readonly #covers = new Map<PayoutId, Cover>();

  /** How much is remembered. */
  get size(): number {
    return this.#earnings.size + this.#covers.size;
  }

  /** The parts of an earning in this account: one, or one for each member of a team. */
  of(id: EarningId): readonly PaidEarning[] {
    return [...this.#earnings.values()].filter(({ data }) => data.earningId === id);
  }

  coverOf(id: PayoutId): PayoutCover | undefined {
    return this.#covers.get(id);
  }

  /** What is not paid of one payer and no payout has taken: free and held money together. */
  unpaid(payer: PayerId): Fen {
    const { open, adjusted, owing } = this.#payer(payer);
    return minus(plus(open.total(), adjusted), owing);
  }

  apply(fact: AccountFact): void {
    switch (fact.type) {
      case 'EarningRecorded':
        this.#earned(fact.data);
        break;
      case 'EarningReversed':
        this.#reversed(fact.data);
        break;
      case 'AdjustmentPosted': {
        const { payerId, adjustmentId } = fact.data;
        this.#adjusted(payerId, adjustmentId, amountFromFact(fact.data.amount));
        break;
      }
      case 'PeriodOpened':
      case 'PeriodClosed':
      case 'HoldPlaced':
      case 'HoldReleased':
      case 'AdjustmentProposed':
        break;
      default:
        this.#applyPayout(fact);
    }
  }

  #applyPayout({ type, data }: PayoutFact): void {
    switch (type) {
      case 'WithdrawalRequested':
        for (const payout of data.payouts) this.#take(payout);
        break;
      case 'StatementPayoutRequested':
        this.#take(data);
        break;
      case 'PayoutPaid':
        // Paid after it had been refused: what had been given back is taken once more.
        if (data.from === 'payable') this.#take(data);
        break;
      case 'PayoutRejected':
      case 'PayoutCancelled':
        if (data.to === 'payable') this.#giveBack(data);
        break;
      case 'PayoutReissued':
        this.#handOn(data.payoutId, data.newPayoutId);
        break;
      case 'PayoutWaiting':
      case 'PayoutStopAsked':
      case 'PayoutSubmitted':
      case 'PayoutAccepted':
      case 'PayoutInDoubt':
      case 'PayoutReturned':
      case 'PayoutResolutionProposed':
      case 'PayoutNewsContradicted':
        break;
      default:
        unreachable(type);
    }
  }

  #payer(id: PayerId): Payer {
    const known = this.#payers.get(id);
    if (known !== undefined) return known;
    const made: Payer = { open: new OpenEarnings(), adjusted: zero, owing: zero };
    this.#payers.set(id, made);
    return made;
  }

  #earned(data: EarningData): void {
    const earning: PaidEarning = {
      data,
      number: this.#earnings.size,
      availableOn: data.availableOn,
      left: amountFromFact(data.gross),
      reversed: zero,
      paidBy: new Map(),
      recovered: new Map(),
    };
    this.#earnings.set(earningKey(data.earningId, data.performedBy), earning);
    this.#payer(data.payerId).open.add(earning);
    this.#settle(data.payerId, 'earlier');
  }

  /** First from what is not paid of it; the rest was paid, and others make it good. */
  #reversed({ earningId, performedBy, payerId, reversalId, ...data }: ReversalData): void {
    const amount = amountFromFact(data.amount);
    const earning = this.#earnings.get(earningKey(earningId, performedBy));
    const own = earning === undefined ? zero : smaller(earning.left, amount);
    if (earning !== undefined) {
      earning.reversed = plus(earning.reversed, amount);
      earning.left = minus(earning.left, own);
    }
    this.#recover(payerId, reversalId, minus(amount, own));
  }

  #adjusted(payer: PayerId, id: string, amount: Fen): void {
    if (amount < 0n) this.#recover(payer, id, negated(amount));
    else {
      const of = this.#payer(payer);
      of.adjusted = plus(of.adjusted, amount);
      this.#settle(payer, id);
    }
  }

  #recover(payer: PayerId, by: string, amount: Fen): void {
    const of = this.#payer(payer);
    of.owing = plus(of.owing, amount);
    this.#settle(payer, by);
  }

  /** What is owing is made good by the first earnings there are. */
  #settle(payer: PayerId, by: string): void {
    const of = this.#payer(payer);
    if (of.owing === 0n) return;
    const rest = of.open.take(of.owing, (earning, part) => add(earning.recovered, by, part));
    const adjusted = smaller(of.adjusted, rest);
    of.adjusted = minus(of.adjusted, adjusted);
    of.owing = minus(rest, adjusted);
  }

  #take({ payoutId: id, payerId, gross }: Taking): void {
    const of = this.#payer(payerId);
    const cover = this.#covers.get(id) ?? { earnings: new Map(), adjustments: zero };
    this.#covers.set(id, cover);
    const rest = of.open.take(amountFromFact(gross), (earning, part) => {
      add(earning.paidBy, id, part);
      add(cover.earnings, earning, part);
    });
    // What neither earnings nor adjustments cover was paid too early; the next earnings make it good.
    const adjusted = smaller(of.adjusted, rest);
    of.adjusted = minus(of.adjusted, adjusted);
    cover.adjustments = plus(cover.adjustments, adjusted);
    of.owing = plus(of.owing, minus(rest, adjusted));
  }

  /** The last earnings it would have paid first, so that what it still pays are the first. */
  #giveBack({ payoutId: id, payerId, gross }: Taking): void {
    const of = this.#payer(payerId);
    const cover = this.#covers.get(id);
    let rest = amountFromFact(gross);
    for (const [earning, amount] of cover === undefined ? [] : [...cover.earnings].reverse()) {
      const part = smaller(amount, rest);
      if (part === 0n) continue;
      rest = minus(rest, part);
      add(earning.paidBy, id, negated(part));
      add(cover?.earnings ?? new Map(), earning, negated(part));
      of.open.giveBack(earning, part);
    }
    if (cover !== undefined)
      cover.adjustments = minus(cover.adjustments, smaller(cover.adjustments, rest));
    of.adjusted = plus(of.adjusted, rest);
    this.#settle(payerId, id);
  }

  #handOn(from: PayoutId, to: PayoutId): void {
    const cover = this.#covers.get(from);
    if (cover === undefined) return;
    this.#covers.set(to, cover);
    this.#covers.set(from, { earnings: new Map(), adjustments: zero });
    for (const [earning, amount] of cover.earnings) {
      earning.paidBy.delete(from);
      earning.paidBy.set(to, amount);
    }
  }
}

const add = <Key>(to: Map<Key, Fen>, key: Key, amount: Fen): void => {
  const sum = plus(to.get(key) ?? zero, amount);
  if (sum === 0n) to.delete(key);
  else to.set(key, sum);
};
