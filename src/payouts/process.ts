import type { PayoutState } from '../../domain/account/payout-state.ts';
import type { PayeeId, PayoutId } from '../../domain/identifiers.ts';
import type { RecordedFact } from '../../domain/ledger-fact.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import { millisOf } from '../../domain/time.ts';
import { parseStored } from '../facts/parse-stored.ts';
import { everyRow } from '../views/every-row.ts';
import { advance, lookAtNews } from './advance.ts';
import { aloneOnDuty, type Duty } from './duty.ts';
import { Look, type Next } from './look.ts';
import { noticedIn, noticedStreams, ofInterest } from './noticing.ts';
import { type OpenPayout, openPayout, type PayoutAt } from './open-payout.ts';
import { OpenPayouts } from './open-payouts.ts';
import type { PayoutPorts } from './ports.ts';

/** Looks at payouts that may be under way at once. */
const concurrencyMax = 16;
const soonMs = 500;
/** The states in which a payout is driven; the others are over, or wait for a person. */
export const openStates = ['requested', 'submitted', 'accepted', 'in-doubt'] as const;

/** What became of asking about a payout; one that is looked at already will be looked at again at once. */
export type Asked = 'answered' | 'unanswered' | 'under-way';

/**
 * Drives payouts from request to their end. It reads the facts and appends facts; what it keeps in
 * memory are only times to look again, so it can be killed at any moment and begun anew.
 */
export class PayoutProcess {
  readonly #ports: PayoutPorts;
  readonly #duty: Duty;
  readonly #open = new OpenPayouts();
  readonly #working = new Set<Promise<unknown>>();
  #stopped = false;

  constructor(ports: PayoutPorts) {
    this.#ports = ports;
    this.#duty = ports.duty ?? aloneOnDuty;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** How many are being looked at right now. */
  get workingCount(): number {
    return this.#working.size;
  }

  /** Finds what is open; everything is looked at right away, in-doubt ones by query before anything is sent. */
  recover(): Position | undefined {
    const from = this.#ports.views.position();
    for (const row of this.listed(openStates)) this.#open.add(row, this.#millis());
    return from;
  }

  /** All payouts in these states as the views have them, page by page. */
  *listed(states: readonly PayoutState[]) {
    for (const state of states)
      yield* everyRow((page) => this.#ports.views.payouts({ state }, page));
  }

  /** Opens a payout that nobody looks at; false where somebody does. */
  reopen(payout: PayoutAt): boolean {
    return this.#open.add(payout, this.#millis());
  }

  /** Follows the log from `after` until aborted: new payouts, payers with fresh funds. */
  async follow(after: Position | undefined, signal: AbortSignal): Promise<void> {
    // Most facts are earnings: the store passes over them.
    const noticed = { streamPrefixes: noticedStreams, types: [...ofInterest] };
    for await (const item of this.#ports.store.subscribeAll({ after, ...noticed, signal }))
      if (item.kind === 'fact') this.notice(parseStored(item.fact));
  }

  /** Takes note of a fact that may open, close or wake a payout. */
  notice(recorded: RecordedFact): void {
    const now = this.#millis();
    const { opened = [], closed, hurried, woken } = noticedIn(recorded);
    for (const payout of opened) this.#open.add(payout, now);
    if (closed !== undefined) this.#open.remove(closed);
    if (hurried !== undefined) this.#open.hurry(hurried, now);
    if (woken !== undefined) this.#open.wake(woken, now);
  }

  /** Begins to look at what is due, a bounded number at once; each one that ends makes room for the next. */
  tick(): void {
    while (!this.#stopped && this.#working.size < concurrencyMax) {
      const payout = this.#open.takeDue(this.#millis(), (account) => this.#duty.covers(account));
      if (payout === undefined) return;
      const looking: Promise<unknown> = this.#look(payout, advance).finally(() => {
        this.#working.delete(looking);
        this.tick();
      });
      this.#working.add(looking);
    }
  }

  /** Looks after which payouts are ours to look at. */
  lookAfterDuty(): Promise<void> {
    return this.#duty.lookAfter(this.#open.accounts());
  }

  /** Begins anew with accounts that another instance has looked after until now. */
  takeOver(covers: (account: PayeeId) => boolean): void {
    this.#open.beginAnew(covers, this.#millis());
  }

  /** Waits until nothing is being looked at. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  /** Begins nothing new; what is under way ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
    await this.#duty.stop();
  }

  nextDueAt(): number | undefined {
    return this.#open.nextDueAt();
  }

  /** A payout under way, by its number. */
  known(payoutId: PayoutId): PayoutAt | undefined {
    return this.#open.get(payoutId);
  }

  /** Asks the provider about a payout now, also one that is final for us. */
  async ask(payout: PayoutAt): Promise<Asked> {
    const { payoutId } = payout;
    const open = this.#open.get(payoutId) ?? openPayout(payout, this.#millis());
    if (open.working) {
      open.newsWaiting = true;
      return 'under-way';
    }
    return (await this.#look(open, lookAtNews)) === 'done' ? 'answered' : 'unanswered';
  }

  async #look(payout: OpenPayout, step: (look: Look) => Promise<Next>): Promise<'done' | 'failed'> {
    payout.working = true;
    const look = new Look(this.#ports, payout);
    try {
      const next = await step(look);
      this.#plan(payout, next);
      return next === 'over' || next.again === 'query-pause' ? 'done' : 'failed';
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'unknown';
      look.alarm('payout-failed-to-advance', detail);
      this.#plan(payout, { again: 'query-pause' });
      return 'failed';
    } finally {
      payout.working = false;
    }
  }

  #plan(payout: OpenPayout, next: Next): void {
    if (next === 'over') {
      this.#open.remove(payout.payoutId);
      return;
    }
    payout.waitsToSend = next.again === 'send-pause' || next.again === 'at';
    const now = this.#millis();
    const dueAt = next.again === 'at' ? next.at : now + this.#pause(next.again, payout.tries);
    payout.tries += 1;
    payout.dueAt = payout.newsWaiting ? now : dueAt;
    payout.newsWaiting = false;
  }

  #pause(again: 'soon' | 'query-pause' | 'send-pause' | 'unanswered', tries: number): number {
    if (again === 'soon') return soonMs;
    const { queryPausesMs, sendPausesMs } = this.#ports.terms;
    const pauses = again === 'send-pause' ? sendPausesMs : queryPausesMs;
    return pauses[Math.min(tries, pauses.length - 1)] ?? soonMs;
  }

  #millis(): number {
    return millisOf(this.#ports.clock.now());
  }
}
