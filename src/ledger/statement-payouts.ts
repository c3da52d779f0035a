import { availableOn } from '../../domain/account/available.ts';
import { noSums } from '../../domain/account/payer-sums.ts';
import type { Payout } from '../../domain/account/payout.ts';
import type { Account } from '../../domain/account/state.ts';
import type { Reference } from '../../domain/identifiers.ts';
import type { Fen } from '../../domain/money.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { PartState } from '../../domain/statement/facts.ts';
import type { Part } from '../../domain/statement/parts.ts';
import type { Issued, Statement } from '../../domain/statement/state.ts';
import { dayOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Asking } from './asking.ts';
import { closedBackTo } from './closed-months.ts';
import type { SettlingRefusal, StatementsOptions } from './statement-ports.ts';
import { type StatementTold, told } from './statement-told.ts';
import type { Statements } from './statements.ts';

type Told = Result<StatementTold, SettlingRefusal>;

/** The payouts of a statement: requested on the organization's account, and followed until they end. */
export class StatementPayouts {
  readonly #with: StatementsOptions;
  readonly #statements: Statements;

  constructor(options: StatementsOptions, statements: Statements) {
    this.#with = options;
    this.#statements = statements;
  }

  /** Requests the payouts that are not yet requested, and writes down what became of the others. */
  async follow(
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

  /** What of the payer's money may be paid to the organization today, free of holds, in fen. */
  async available({ organizationId, payerId }: Issued, { now }: Asking): Promise<Fen> {
    const of = await this.#with.desk.accountOf(organizationId);
    if (of === undefined) throw new Error('A statement belongs to an organization');
    const { sums } = await this.#with.accounts.settled(of, now);
    return availableOn(sums.get(payerId) ?? noSums, dayOf(now));
  }
}

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
