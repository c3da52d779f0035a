import { availableOn } from '../../domain/account/available.ts';
import { noSums } from '../../domain/account/payer-sums.ts';
import type { Payout } from '../../domain/account/payout.ts';
import type { Account } from '../../domain/account/state.ts';
import type { Reference } from '../../domain/identifiers.ts';
import { type Fen, total } from '../../domain/money.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { newestClaim } from '../../domain/settlement/state.ts';
import type { PartState } from '../../domain/statement/facts.ts';
import { failedParts, type Part } from '../../domain/statement/parts.ts';
import type { Issued, Statement } from '../../domain/statement/state.ts';
import { dayOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Asking } from './asking.ts';
import { closedBackTo } from './closed-months.ts';
import { payoutSeed } from './payout-seed.ts';
import type { SettlingRefusal, StatementsOptions, StatementTold } from './statement-ports.ts';
import type { Statements } from './statements.ts';

type Told = Result<StatementTold, SettlingRefusal>;

/** What moves a statement on after somebody's word: releasing, scheduling, following its payouts. */
export class StatementProgress {
  readonly #with: StatementsOptions;
  readonly #statements: Statements;

  constructor(options: StatementsOptions, statements: Statements) {
    this.#with = options;
    this.#statements = statements;
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
          : this.#follow(statementId, statement, issued, asking);
      case 'scheduled':
      case 'paid':
      case 'returned':
        return this.#follow(statementId, statement, issued, asking);
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
    const available = await this.#available(issued, asking);
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
      ? this.#follow(statementId, scheduled.value.statement, issued, asking)
      : scheduled;
  }

  /** The version that goes on without the disputed lines; where nothing else was on it, none does. */
  async #issueRest(disputed: StatementTold, issued: Issued, asking: Asking): Promise<Told> {
    const { organizationId, payerId, period } = issued;
    const settling = await this.#statements.settling(organizationId, payerId);
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
    const released = await this.#statements.release(issued, statementId, statement, asking);
    return released.ok ? ok(told(statementId, statement, issued)) : released;
  }

  /** Requests the payouts that are not yet requested, and writes down what became of the others. */
  async #follow(
    statementId: Reference,
    statement: Statement,
    issued: Issued,
    asking: Asking,
  ): Promise<Told> {
    const of = await this.#with.desk.accountOf(issued.organizationId);
    if (of === undefined) throw new Error('A statement belongs to an organization');
    const account = await this.#with.accounts.settled(of, asking.now);
    let last = told(statementId, statement, issued);
    for (const part of statement.parts) {
      const payouts = (await this.#knowing(part, account, issued))?.payouts;
      const payout = payouts?.get(part.payoutId);
      if (payouts === undefined || payout === undefined) {
        const requested = await this.#request(statementId, part, issued, asking);
        if (!requested.ok) return requested;
        continue;
      }
      const again = [...payouts.values()].find(({ reissueOf }) => reissueOf === part.payoutId);
      const moved = await this.#statements.tell(
        statementId,
        {
          type: 'MovePayout',
          payoutId: part.payoutId,
          to: standingOf(payout),
          replacedBy: payout.state === 'reissued' ? again?.payoutId : undefined,
        },
        asking,
      );
      if (!moved.ok) return moved;
      last = { ...moved.value, added: last.added || moved.value.added };
    }
    return ok(last);
  }

  /**
   * The newest month of the account that still knows a part's payout. One that is long over is kept
   * in closed months only: were nobody told of its end in time, it would be asked for once more.
   */
  async #knowing(
    { payoutId, state }: Part,
    account: Account,
    { organizationId, period }: Issued,
  ): Promise<Account | undefined> {
    if (account.payouts.get(payoutId) !== undefined) return account;
    if (state !== 'under-way') return undefined;
    const { closed } = this.#with.accounts;
    for await (const month of closedBackTo(closed, organizationId, account.previous, period))
      if (month.payouts.get(payoutId) !== undefined) return month;
    return undefined;
  }

  /** Only what is under way must still be asked for. */
  async #request(
    statementId: Reference,
    { payoutId, amount, state }: Part,
    { organizationId, payerId }: Issued,
    asking: Asking,
  ): Promise<Result<undefined, SettlingRefusal>> {
    if (state !== 'under-way') return ok(undefined);
    const { registered } = await this.#with.parties.organization(organizationId);
    if (registered === undefined) return refuse({ code: 'organization-unknown', organizationId });
    const outcome = await this.#with.desk.handle(
      organizationId,
      {
        type: 'RequestStatementPayout',
        statementId,
        payoutId,
        payerId,
        amount,
        cardRef: registered.accountRef,
      },
      { ...asking, commandId: `RequestStatementPayout:${payoutId}` },
    );
    if (outcome.ok) return ok(undefined);
    const { refusal } = outcome;
    return refusal.code === 'doctor-unknown'
      ? refuse({ code: 'organization-unknown', organizationId })
      : refuse(refusal);
  }

  async #available({ organizationId, payerId }: Issued, { now }: Asking): Promise<Fen> {
    const of = await this.#with.desk.accountOf(organizationId);
    if (of === undefined) throw new Error('A statement belongs to an organization');
    const { sums } = await this.#with.accounts.settled(of, now);
    return availableOn(sums.get(payerId) ?? noSums, dayOf(now));
  }
}

const told = (
  statementId: Reference,
  statement: Statement,
  { version }: Issued,
): StatementTold => ({
  statementId,
  version,
  statement,
  added: false,
  position: undefined,
});

/** Where a payout stands, in a statement's words. */
const standingOf = ({ state }: Payout): PartState => {
  switch (state) {
    case 'requested':
    case 'submitted':
    case 'accepted':
    case 'in-doubt':
      return 'under-way';
    case 'paid':
    case 'returned':
      return state;
    case 'rejected':
    case 'cancelled':
      return 'failed';
    case 'reissued':
      return 'replaced';
    default:
      return unreachable(state);
  }
};
