import type { Reference } from '../../domain/identifiers.ts';
import { total } from '../../domain/money.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { newestClaim } from '../../domain/settlement/state.ts';
import { failedParts } from '../../domain/statement/parts.ts';
import type { Issued, Statement } from '../../domain/statement/state.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Asking } from './asking.ts';
import { payoutSeed } from './payout-seed.ts';
import { StatementPayouts } from './statement-payouts.ts';
import type { SettlingRefusal, StatementsOptions } from './statement-ports.ts';
import { type StatementTold, told } from './statement-told.ts';
import type { Statements } from './statements.ts';

type Told = Result<StatementTold, SettlingRefusal>;

/** What moves a statement on after somebody's word: releasing, scheduling, following its payouts. */
export class StatementProgress {
  readonly #with: StatementsOptions;
  readonly #statements: Statements;
  readonly #payouts: StatementPayouts;

  constructor(options: StatementsOptions, statements: Statements) {
    this.#with = options;
    this.#statements = statements;
    this.#payouts = new StatementPayouts(options, statements);
  }

  /**
   * Does whatever the statement's state calls for, and nothing that was done before: an invoice is
   * scheduled, its payouts are requested and followed, what is over is released, and of a disputed
   * one the undisputed part is issued again. Harmless to repeat, so a crash in between is made good
   * by asking again.
   */
  async advance(statementId: Reference, asking: Asking): Promise<Told> {
    const statement = await this.#statements.state(statementId);
    const { issued } = statement;
    if (issued === undefined) return refuse({ code: 'statement-unknown', statementId });
    switch (statement.state) {
      case 'listing':
      case 'issued':
      case 'confirmed':
        return ok({ ...told(statementId, statement, issued) });
      case 'voided':
        return this.#release(statementId, statement, issued, asking);
      case 'disputed': {
        const released = await this.#release(statementId, statement, issued, asking);
        return released.ok ? this.#issueRest(released.value, issued, asking) : released;
      }
      case 'invoiced':
        return statement.parts.length === 0
          ? this.schedule(statementId, false, asking)
          : this.#payouts.follow(statementId, statement, issued, asking);
      case 'scheduled':
      case 'paid':
      case 'returned':
        return this.#payouts.follow(statementId, statement, issued, asking);
      default:
        return unreachable(statement.state);
    }
  }

  /** Pays the statement, or, `again`, what of it could not be paid. The money must be there, free of holds. */
  async schedule(statementId: Reference, again: boolean, asking: Asking): Promise<Told> {
    const statement = await this.#statements.state(statementId);
    const { issued } = statement;
    if (issued === undefined) return refuse({ code: 'statement-unknown', statementId });
    const asked = again ? total(failedParts(statement).map(({ amount }) => amount)) : issued.total;
    const available = await this.#payouts.available(issued, asking);
    if (asked > available) return refuse({ code: 'balance-too-low', available, asked });
    const scheduled = await this.#statements.tell(
      statementId,
      {
        type: 'ScheduleStatement',
        seed: payoutSeed(issued.organizationId, statementId),
        maximumPerPayout: this.#with.maximumPerOrder(asking.now),
        again,
      },
      asking,
    );
    return scheduled.ok
      ? this.#payouts.follow(statementId, scheduled.value.statement, issued, asking)
      : scheduled;
  }

  /** The version that goes on without the disputed lines; where nothing else was on it, none does. */
  async #issueRest(disputed: StatementTold, issued: Issued, asking: Asking): Promise<Told> {
    const { organizationId, payerId, period } = issued;
    const settling = await this.#statements.claims.settling(organizationId, payerId);
    const newest = newestClaim(settling, period);
    if (newest !== undefined && newest.statementId !== disputed.statementId)
      return this.#statements.list(newest, settling, asking);
    const next = await this.#statements.issue(issued, asking);
    return next.ok || next.refusal.code !== 'nothing-to-settle' ? next : ok(disputed);
  }

  async #release(
    statementId: Reference,
    statement: Statement,
    issued: Issued,
    asking: Asking,
  ): Promise<Told> {
    const released = await this.#statements.claims.release(issued, statementId, statement, asking);
    return released.ok ? ok(told(statementId, statement, issued)) : released;
  }
}
