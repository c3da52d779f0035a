import type { PayeeId, PayerId, PayoutId } from '../../domain/identifiers.ts';

/** A payout that is not final. Only hints for timing live here: after a restart they begin anew, on the safe side. */
export type OpenPayout = {
  readonly payoutId: PayoutId;
  readonly account: PayeeId;
  readonly payerId: PayerId;
  /** When to look at it next, ms since 1970. */
  dueAt: number;
  /** How often it was looked at since something last changed. */
  tries: number;
  /** The last attempt certainly never reached the provider: sending again needs no query first. */
  certainlyNotSent: boolean;
  /** "Not found" answers after the settling time. */
  notFound: number;
  /** News came while it was being looked at. */
  newsWaiting: boolean;
  working: boolean;
};

/** The payouts under way, by id, with those that are due. */
export class OpenPayouts {
  readonly #open = new Map<PayoutId, OpenPayout>();

  get size(): number {
    return this.#open.size;
  }

  add(payoutId: PayoutId, account: PayeeId, payerId: PayerId, dueAt: number): OpenPayout {
    const known = this.#open.get(payoutId);
    if (known !== undefined) return known;
    const hints = { tries: 0, certainlyNotSent: false, notFound: 0, newsWaiting: false };
    const added = { payoutId, account, payerId, dueAt, ...hints, working: false };
    this.#open.set(payoutId, added);
    return added;
  }

  get(payoutId: PayoutId): OpenPayout | undefined {
    return this.#open.get(payoutId);
  }

  remove(payoutId: PayoutId): void {
    this.#open.delete(payoutId);
  }

  /** Wakes everything of a payer: its funding arrived, or it was unfrozen. */
  wake(payerId: PayerId, now: number): void {
    for (const payout of this.#open.values()) {
      if (payout.payerId === payerId && payout.certainlyNotSent) payout.dueAt = now;
    }
  }

  wakeAll(now: number): void {
    for (const payout of this.#open.values()) payout.dueAt = now;
  }

  /** Those to look at now, the longest overdue first, at most `max`. */
  due(now: number, max: number): readonly OpenPayout[] {
    const due = [...this.#open.values()].filter(({ dueAt, working }) => !working && dueAt <= now);
    return due.sort((a, b) => a.dueAt - b.dueAt).slice(0, max);
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
