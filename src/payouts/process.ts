import type { PayeeId, PayoutId } from '../../domain/identifiers.ts';
import type { RecordedFact } from '../../domain/ledger-fact.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import { millisOf } from '../../domain/time.ts';
import { parseStored } from '../facts/codec.ts';
import { advance, lookAtNews } from './advance.ts';
import { Look, type Next } from './look.ts';
import { type OpenPayout, OpenPayouts } from './open-payouts.ts';
import type { PayoutPorts } from './ports.ts';

/** Looks at payouts that may be under way at once. */
const concurrencyMax = 16;
const listPage = 1_000;
const soonMs = 500;
const openStates = ['requested', 'submitted', 'accepted', 'in-doubt'] as const;

/** The types of fact that open, close or wake a payout. */
const ofInterest: ReadonlySet<string> = new Set([
  'FundingReceived',
  'PayerUnfrozen',
  'WithdrawalRequested',
  'StatementPayoutRequested',
  'PayoutReissued',
  'PayoutPaid',
  'PayoutRejected',
  'PayoutReturned',
  'PayoutCancelled',
]);

/** What became of a notification. */
export type NotificationOutcome = 'settled' | 'unknown-payout' | 'not-settled' | 'not-genuine';

/**
 * Drives payouts from request to their end. It reads the facts and appends facts; what it keeps in
 * memory are only times to look again, so it can be killed at any moment and begun anew.
 */
export class PayoutProcess {
  readonly #ports: PayoutPorts;
  readonly #open = new OpenPayouts();
  readonly #working = new Set<Promise<unknown>>();
  #stopped = false;

  constructor(ports: PayoutPorts) {
    this.#ports = ports;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Finds what is open; everything is looked at right away, in-doubt ones by query before anything is sent. */
  recover(): Position | undefined {
    const { views } = this.#ports;
    const from = views.position();
    const now = this.#millis();
    for (const state of openStates) {
      let after: string | undefined;
      do {
        const { items, next } = views.payouts({ state }, { limit: listPage, after }).answer;
        for (const row of items) this.#open.add(row.payoutId, row.account, row.payerId, now);
        after = next;
      } while (after !== undefined);
    }
    return from;
  }

  /** Follows the log from `after` until aborted: new payouts, payers with fresh funds. */
  async follow(after: Position | undefined, signal: AbortSignal): Promise<void> {
    const feed = this.#ports.store.subscribeAll({
      after,
      streamPrefixes: ['account-', 'payer-'],
      signal,
    });
    for await (const item of feed) {
      // Most facts are earnings: they are passed over before anything is spent on reading them.
      if (item.kind === 'fact' && ofInterest.has(item.fact.type))
        this.notice(parseStored(item.fact));
    }
  }

  /** Takes note of a fact that may open, close or wake a payout. */
  notice(recorded: RecordedFact): void {
    const now = this.#millis();
    if (recorded.about === 'payer') {
      const { type, data } = recorded.fact;
      if (type === 'FundingReceived' || type === 'PayerUnfrozen')
        this.#open.wake(data.payerId, now);
      return;
    }
    if (recorded.about !== 'account') return;
    const { payee, fact } = recorded;
    switch (fact.type) {
      case 'WithdrawalRequested':
        for (const { payoutId, payerId } of fact.data.payouts)
          this.#open.add(payoutId, payee, payerId, now);
        return;
      case 'StatementPayoutRequested':
        this.#open.add(fact.data.payoutId, payee, fact.data.payerId, now);
        return;
      case 'PayoutReissued':
        this.#open.add(fact.data.newPayoutId, payee, fact.data.payerId, now);
        return;
      case 'PayoutPaid':
      case 'PayoutRejected':
      case 'PayoutReturned':
      case 'PayoutCancelled':
        this.#open.remove(fact.data.payoutId);
        return;
      default:
        return;
    }
  }

  /** Begins to look at what is due, a bounded number at once; each one that ends makes room for the next. */
  tick(): void {
    if (this.#stopped) return;
    const room = concurrencyMax - this.#working.size;
    for (const payout of this.#open.due(this.#millis(), room)) {
      const looking: Promise<unknown> = this.#look(payout, advance).finally(() => {
        this.#working.delete(looking);
        this.tick();
      });
      this.#working.add(looking);
    }
  }

  /** Waits until nothing is being looked at. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  /** Begins nothing new; what is under way ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  nextDueAt(): number | undefined {
    return this.#open.nextDueAt();
  }

  /** A verified notification is a reason to query at once, nothing more. */
  async notified(body: string): Promise<NotificationOutcome> {
    const news = this.#ports.provider.readNotification(body);
    if (news === undefined) return 'not-genuine';
    const payoutId = news.requestNo as PayoutId;
    const row = this.#open.get(payoutId) ?? this.#ports.views.payout(payoutId).answer;
    if (row === undefined) {
      const detail = 'the provider notifies of a request number that is not ours';
      this.#ports.alarm({
        code: 'notification-for-unknown-payout',
        detail,
        at: this.#ports.clock.now(),
      });
      return 'unknown-payout';
    }
    const open = this.#open.get(payoutId) ?? lookedAtOnce(payoutId, row.account, row.payerId);
    if (open.working) {
      open.newsWaiting = true;
      return 'not-settled';
    }
    return (await this.#look(open, lookAtNews)) === 'done' ? 'settled' : 'not-settled';
  }

  async #look(payout: OpenPayout, step: (look: Look) => Promise<Next>): Promise<'done' | 'failed'> {
    payout.working = true;
    try {
      const next = await step(new Look(this.#ports, payout));
      this.#plan(payout, next);
      return next === 'over' || next.again === 'query-pause' ? 'done' : 'failed';
    } catch (error) {
      const { payoutId, account, payerId } = payout;
      const detail = error instanceof Error ? error.message : 'unknown';
      const at = this.#ports.clock.now();
      this.#ports.alarm({
        code: 'payout-failed-to-advance',
        payoutId,
        account,
        payerId,
        detail,
        at,
      });
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
    const { queryPausesMs, sendPausesMs } = this.#ports.terms;
    const pauses = next.again === 'send-pause' ? sendPausesMs : queryPausesMs;
    const pause =
      next.again === 'soon'
        ? soonMs
        : (pauses[Math.min(payout.tries, pauses.length - 1)] ?? soonMs);
    payout.tries += 1;
    payout.dueAt = this.#millis() + (payout.newsWaiting ? 0 : pause);
    payout.newsWaiting = false;
  }

  #millis(): number {
    return millisOf(this.#ports.clock.now());
  }
}

/** A payout that was final for us and may not be for the provider: looked at without being kept open. */
const lookedAtOnce = (
  payoutId: PayoutId,
  account: PayeeId,
  payerId: OpenPayout['payerId'],
): OpenPayout => ({
  payoutId,
  account,
  payerId,
  dueAt: 0,
  tries: 0,
  certainlyNotSent: false,
  notFound: 0,
  newsWaiting: false,
  working: false,
});
