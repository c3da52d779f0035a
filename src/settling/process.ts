import type { PayoutId, Reference } from '../../domain/identifiers.ts';
import type { RecordedFact } from '../../domain/ledger-fact.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import { addMonths, type Month, millisOf, monthOf } from '../../domain/time.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import { parseStored } from '../facts/parse-stored.ts';
import type { Asking } from '../ledger/asking.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { everyRow } from '../views/every-row.ts';
import type { SettlingPorts } from './ports.ts';

/** Pauses between tries of a statement that cannot go on, ms; the last one repeats. */
const pausesMs = [1_000, 5_000, 30_000, 300_000] as const;
const openStates = ['listing', 'invoiced', 'scheduled', 'returned'] as const;
const payoutStates = ['requested', 'submitted', 'accepted', 'in-doubt', 'returned'] as const;
/** The facts after which a statement may have to go on. */
const ofInterest: ReadonlySet<string> = new Set([
  'StatementInvoiced',
  'StatementScheduled',
  'StatementVoided',
  'StatementDisputed',
  'PayoutPaid',
  'PayoutRejected',
  'PayoutReturned',
  'PayoutReissued',
  'PayoutCancelled',
]);

type Due = { at: number; tries: number };

/**
 * Takes statements from somebody's word to the money: schedules what is invoiced, and follows the
 * payouts. It holds times only; whatever was begun is found again in the views and the log.
 */
export class SettlingProcess {
  readonly #ports: SettlingPorts;
  readonly #due = new Map<Reference, Due>();
  #working: Promise<void> | undefined;
  #stopped = false;

  constructor(ports: SettlingPorts) {
    this.#ports = ports;
  }

  /** Finds what is open; answers the position from which on the log must be followed. */
  recover(): Position | undefined {
    const { views } = this.#ports;
    const from = views.position();
    for (const state of openStates)
      for (const row of everyRow((page) => views.statements({ state }, page)))
        this.look(row.statementId);
    for (const row of everyRow((page) => views.unreleasedStatements(page)))
      this.look(row.statementId);
    for (const row of everyRow((page) => views.statements({ state: 'disputed' }, page)))
      if (row.period >= this.#lastMonth()) this.look(row.statementId);
    for (const state of payoutStates)
      for (const row of everyRow((page) => views.payouts({ state }, page))) this.#lookFor(row);
    return from;
  }

  /** What is left of older months stands on a later statement, or will. */
  #lastMonth(): Month {
    return addMonths(monthOf(this.#ports.clock.now()), -1);
  }

  #lookFor({ for: purpose }: Pick<PayoutRow, 'for'>): void {
    if ('statementId' in purpose) this.look(purpose.statementId);
  }

  /** Follows the log from `after` until aborted. */
  async follow(after: Position | undefined, signal: AbortSignal): Promise<void> {
    // Most facts are earnings: the store passes over them.
    const noticed = { streamPrefixes: ['account-', 'statement-'], types: [...ofInterest] };
    for await (const item of this.#ports.store.subscribeAll({ after, ...noticed, signal }))
      if (item.kind === 'fact') await this.notice(parseStored(item.fact));
  }

  /** Takes note of a fact after which a statement may have to go on. */
  async notice(recorded: RecordedFact): Promise<void> {
    if (recorded.about === 'statement') this.look(recorded.fact.data.statementId);
    if (recorded.about !== 'account' || !('payoutId' in recorded.fact.data)) return;
    const of = await this.#statementOf(recorded.payee, recorded.fact.data.payoutId);
    if (of !== undefined) this.look(of);
  }

  async #statementOf(
    account: Parameters<Ledger['desk']['accountOf']>[0],
    payoutId: PayoutId,
  ): Promise<Reference | undefined> {
    const { ledger, clock } = this.#ports;
    if ((await ledger.parties.organization(account)).registered === undefined) return undefined;
    const of = await ledger.desk.accountOf(account);
    if (of === undefined) return undefined;
    const payout = (await ledger.accounts.settled(of, clock.now())).payouts.get(payoutId);
    return payout !== undefined && 'statementId' in payout.for ? payout.for.statementId : undefined;
  }

  /** Has a statement looked at as soon as possible. */
  look(statementId: Reference): void {
    this.#due.set(statementId, { at: this.#millis(), tries: 0 });
  }

  /** Looks at what is due, one after another; what is under way is waited for by `idle`. */
  tick(): void {
    if (this.#stopped || this.#working !== undefined) return;
    this.#working = this.#advanceDue().finally(() => {
      this.#working = undefined;
    });
  }

  async idle(): Promise<void> {
    await this.#working;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  async #advanceDue(): Promise<void> {
    const now = this.#millis();
    for (const [statementId, due] of [...this.#due]) {
      if (this.#stopped) return;
      if (due.at > now) continue;
      const failed = await this.#advance(statementId);
      // Looked at anew meanwhile: that counts.
      if (this.#due.get(statementId) !== due) continue;
      if (failed === undefined) this.#due.delete(statementId);
      else this.#later(statementId, due, failed);
    }
  }

  async #advance(statementId: Reference): Promise<string | undefined> {
    const { ledger, views, clock } = this.#ports;
    const asking: Asking = {
      actor: 'system:settling',
      commandId: `Settling:${statementId}`,
      correlation: `settling-${statementId}`,
      now: clock.now(),
    };
    try {
      const row = views.statement(statementId).answer;
      const outcome =
        row?.statement.state === 'listing'
          ? await ledger.statements.issue(row, asking)
          : await ledger.statementProgress.advance(statementId, asking);
      return outcome.ok ? undefined : outcome.refusal.code;
    } catch (error) {
      return error instanceof Error ? error.message : 'unknown';
    }
  }

  #later(statementId: Reference, due: Due, detail: string): void {
    // Said once, when it begins to wait; the desk lists what waits.
    if (due.tries === 0)
      this.#ports.alarm({
        code: 'statement-not-advanced',
        statementId,
        detail,
        at: this.#ports.clock.now(),
      });
    due.at = this.#millis() + (pausesMs[due.tries] ?? pausesMs[pausesMs.length - 1] ?? 0);
    due.tries += 1;
  }

  #millis(): number {
    return millisOf(this.#ports.clock.now());
  }
}
