import { ownReference, type PayeeId, type Reference } from '../../domain/identifiers.ts';
import type { LeaseCommand } from '../../domain/lease/decider.ts';
import type { Clock, Timers } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { millisOf } from '../../domain/time.ts';
import { realTimers } from '../real-timers.ts';
import type { Duty } from './duty.ts';
import { type Standing, standingOf, tellLease } from './lease-stream.ts';
import { shareOf, shares } from './shares.ts';

const name = ownReference('payouts');

export type LeasesOptions = {
  readonly store: EventStore;
  /** Of this process and no other. */
  readonly holder: Reference;
  readonly clock: Clock;
  /** Milliseconds that only go forwards. */
  readonly steady: () => number;
  /** How long a holder counts as alive after its last sign of life, ms. */
  readonly lastsMs: number;
  /** Told of a share that was just taken: what was remembered of its payouts is out of date. */
  readonly onTaken: (covers: (account: PayeeId) => boolean) => void;
  readonly timers?: Timers | undefined;
};

type Held = {
  readonly term: number;
  /** Until when it lasts by each clock; a machine that slept may find them apart. */
  readonly until: { readonly steady: number; readonly wall: number };
  /** Since when no payout is under way, by the steady clock. */
  readonly idleSince: number | undefined;
};
type Watched = { readonly revision: number; readonly since: number; readonly lookAgainAt: number };

/**
 * One worker at a time for each share of the accounts. A lease is taken when payouts are under way,
 * renewed while they are, given back when none are left, and taken over from who has been silent for
 * as long as it lasts. Holder and watcher each count by their own clock, the holder from before
 * its sign of life was written, the watcher from after it was seen. Payouts stay safe even where
 * two act at once; this keeps it from happening.
 */
export class Leases implements Duty {
  readonly #options: LeasesOptions;
  readonly #held = new Map<number, Held>();
  readonly #watched = new Map<number, Watched>();
  /** The term in which a share was last ours. */
  readonly #lastTerms = new Map<number, number>();
  readonly #first: number;

  constructor(options: LeasesOptions) {
    this.#options = options;
    // Instances that begin at different places are less often in each other's way.
    this.#first = shareOf(options.holder);
  }

  covers(account: PayeeId): boolean {
    return this.#left(shareOf(account)) > 0;
  }

  /** Half of what a lease lasts is longer than an order may take. */
  maySend(account: PayeeId): boolean {
    return this.#left(shareOf(account)) > this.#options.lastsMs / 2;
  }

  async lookAfter(accounts: Iterable<PayeeId>): Promise<void> {
    const wanted = new Set<number>();
    for (const account of accounts) {
      wanted.add(shareOf(account));
      if (wanted.size === shares) break;
    }
    await Promise.all([...this.#held.keys()].map((share) => this.#keep(share, wanted.has(share))));
    for (let at = 0; at < shares; at += 1) {
      const share = (this.#first + at) % shares;
      // One at a time, so that an instance beside us gets its part.
      if (wanted.has(share) && !this.#held.has(share) && (await this.#take(share))) return;
    }
  }

  /** What cannot be given back runs out. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#held.keys()].map((share) => this.#release(share)));
  }

  /** How long the share is still ours, ms. */
  #left(share: number): number {
    const held = this.#held.get(share);
    if (held === undefined) return 0;
    const { steady, wall } = held.until;
    return Math.min(steady - this.#options.steady(), wall - this.#wall());
  }

  async #keep(share: number, isWanted: boolean): Promise<void> {
    const held = this.#held.get(share);
    if (held === undefined) return;
    const { steady, lastsMs } = this.#options;
    if (this.#left(share) <= 0) this.#held.delete(share);
    else if (!isWanted && held.idleSince === undefined)
      this.#held.set(share, { ...held, idleSince: steady() });
    else if (!isWanted && steady() - (held.idleSince ?? 0) > lastsMs / 3)
      await this.#release(share);
    else if (isWanted) {
      if (held.idleSince !== undefined) this.#held.set(share, { ...held, idleSince: undefined });
      if (this.#left(share) < (2 * lastsMs) / 3) await this.#renew(share, held.term);
    }
  }

  async #renew(share: number, term: number): Promise<void> {
    const outcome = await this.#tell(share, { type: 'RenewLease', term });
    if (outcome === 'lost') this.#held.delete(share);
  }

  async #release(share: number): Promise<void> {
    const held = this.#held.get(share);
    this.#held.delete(share);
    if (held !== undefined) await this.#tell(share, { type: 'ReleaseLease', term: held.term });
  }

  /** Takes a share that nobody holds or whose holder is silent; true when it is ours now. */
  async #take(share: number): Promise<boolean> {
    const { store, steady, lastsMs, onTaken } = this.#options;
    const watched = this.#watched.get(share);
    if (watched !== undefined && steady() < watched.lookAgainAt) return false;
    const lastTerm = this.#lastTerms.get(share);
    const standing = await standingOf(store, name, share);
    const now = steady();
    const since = watched?.revision === standing.revision ? watched.since : now;
    this.#watched.set(share, {
      revision: standing.revision,
      since,
      lookAgainAt: now + lastsMs / 6,
    });
    const isHolderSilent = now - since >= lastsMs;
    const outcome = await this.#tell(share, { type: 'TakeLease', isHolderSilent }, standing);
    if (outcome !== 'done') return false;
    this.#watched.delete(share);
    // What we gave back and nobody took in between is as we left it.
    if (standing.lease.term !== lastTerm) onTaken((account) => shareOf(account) === share);
    return true;
  }

  /** Writes a sign of life down; it counts from before it was written. */
  async #tell(
    share: number,
    asked:
      | { type: 'TakeLease'; isHolderSilent: boolean }
      | { type: 'RenewLease' | 'ReleaseLease'; term: number },
    known?: Standing,
  ): Promise<'done' | 'lost' | 'not-done'> {
    const { store, holder, clock, lastsMs, steady, timers = realTimers } = this.#options;
    const until = { steady: steady() + lastsMs, wall: this.#wall() + lastsMs };
    const standing = known ?? (await standingOf(store, name, share));
    const now = clock.now();
    const command: LeaseCommand = { ...asked, name, share, holder, now };
    const about = { actor: 'system:payouts', correlation: holder, now };
    const outcome = await tellLease(store, command, standing, about, timers);
    if (!outcome.ok) return outcome.refusal.code === 'lease-lost' ? 'lost' : 'not-done';
    this.#lastTerms.set(share, outcome.value.term);
    if (asked.type !== 'ReleaseLease')
      this.#held.set(share, { term: outcome.value.term, until, idleSince: undefined });
    return 'done';
  }

  #wall(): number {
    return millisOf(this.#options.clock.now());
  }
}
