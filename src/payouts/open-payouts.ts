import type { PayeeId, PayerId, PayoutId } from '../../domain/identifiers.ts';
import { type OpenPayout, openPayout, type PayoutAt } from './open-payout.ts';

/** How many of the due ones are put in order at once. */
const sortedMax = 1_000;

/** The payouts under way, by id, with those that are due. */
export class OpenPayouts {
  readonly #open = new Map<PayoutId, OpenPayout>();
  /** Some that were due when last looked, the longest overdue last. */
  #next: OpenPayout[] = [];

  get size(): number {
    return this.#open.size;
  }

  /** False where it was there already. */
  add(of: PayoutAt, now: number): boolean {
    if (this.#open.has(of.payoutId)) return false;
    this.#open.set(of.payoutId, openPayout(of, now));
    return true;
  }

  get(payoutId: PayoutId): OpenPayout | undefined {
    return this.#open.get(payoutId);
  }

  remove(payoutId: PayoutId): void {
    this.#open.delete(payoutId);
  }

  /** Something was asked of it: whatever it waits for, it is looked at now. */
  hurry(payoutId: PayoutId, now: number): void {
    const payout = this.#open.get(payoutId);
    if (payout?.working === true) payout.newsWaiting = true;
    else if (payout !== undefined) payout.dueAt = now;
  }

  /** Wakes what waits to be sent, of one payer or of all: funds arrived, or a freeze ended. */
  wake(payerId: PayerId | 'all', now: number): void {
    for (const payout of this.#open.values()) {
      if (payout.waitsToSend && (payerId === 'all' || payout.payerId === payerId))
        payout.dueAt = now;
    }
  }

  /** Of each payout; the same account comes as often as it has payouts. */
  *accounts(): Generator<PayeeId> {
    for (const { account } of this.#open.values()) yield account;
  }

  /** Forgets what was only remembered: somebody else may have sent them meanwhile. */
  beginAnew(covers: (account: PayeeId) => boolean, now: number): void {
    for (const payout of this.#open.values())
      if (covers(payout.account))
        Object.assign(payout, openPayout(payout, now), { working: payout.working });
  }

  /** One of ours to look at now, the longest overdue first. */
  takeDue(now: number, isOurs: (account: PayeeId) => boolean): OpenPayout | undefined {
    for (let refilled = false; ; ) {
      const payout = this.#next.pop();
      if (payout !== undefined) {
        const isOpen = this.#open.get(payout.payoutId) === payout;
        const isDue = isOpen && !payout.working && payout.dueAt <= now;
        if (isDue && isOurs(payout.account)) return payout;
      } else if (refilled) {
        return undefined;
      } else {
        // All are looked through once for many that are due, not once for each.
        this.#next = this.#due(now, isOurs);
        refilled = true;
      }
    }
  }

  #due(now: number, isOurs: (account: PayeeId) => boolean): OpenPayout[] {
    const due: OpenPayout[] = [];
    for (const payout of this.#open.values())
      if (!payout.working && payout.dueAt <= now && isOurs(payout.account)) due.push(payout);
    return due
      .sort((a, b) => a.dueAt - b.dueAt)
      .slice(0, sortedMax)
      .reverse();
  }

  /** When the next one is due; undefined when there is none. */
  nextDueAt(): number | undefined {
    let next: number | undefined;
    for (const { dueAt, working } of this.#open.values()) {
      if (!working && (next === undefined || dueAt < next)) next = dueAt;
    }
    return next;
  }
}
