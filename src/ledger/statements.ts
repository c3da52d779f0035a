import { hash } from 'node:crypto';
import type { PayeeId, PayerId, Reference } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import type { StatementPolicy } from '../../domain/policy/statement-policy.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { claimable, settlementDecider, settlementStream } from '../../domain/settlement/decider.ts';
import type { AccountPlace } from '../../domain/settlement/facts.ts';
import {
  type Claim,
  newestClaim,
  type Settling,
  settlingOf,
} from '../../domain/settlement/state.ts';
import type { StatementCommand } from '../../domain/statement/commands.ts';
import { statementDecider, statementStream } from '../../domain/statement/decider.ts';
import type { Statement } from '../../domain/statement/state.ts';
import { parseSettlementFact, parseStatementFact } from '../facts/codec.ts';
import type { AccountOf } from './accounts.ts';
import type { Asking } from './asking.ts';
import { type Counted, countLines } from './count-lines.ts';
import { chunked } from './line-chunks.ts';
import { roomsOf } from './rooms.ts';
import { linesOf } from './statement-lines.ts';
import type {
  SettlingRefusal,
  StatementOf,
  StatementsOptions,
  StatementTold,
} from './statement-ports.ts';
import { readPageOf } from './stored-facts.ts';

/** How often a count is repeated because somebody else settled meanwhile. */
const attemptsMax = 5;

/** A fact of lines may be hundreds of kilobytes. */
const factsPerRead = 16;

type Told = Result<StatementTold, SettlingRefusal>;
type OwnCommand = StatementCommand extends infer Command
  ? Command extends StatementCommand
    ? Omit<Command, 'statementId' | 'by' | 'now'>
    : never
  : never;

/** Settlement statements: claimed in the organization's settlement, listed and issued in streams of their own. */
export class Statements {
  readonly #with: StatementsOptions;
  readonly #statements;
  readonly #settlements;

  constructor(options: StatementsOptions) {
    this.#with = options;
    const { store, timers } = options;
    const statements = { decider: statementDecider, parse: parseStatementFact, factsPerRead };
    const settlements = { decider: settlementDecider, parse: parseSettlementFact };
    this.#statements = roomsOf(store, statements, timers);
    this.#settlements = roomsOf(store, settlements, timers);
  }

  policyOn(now: Asking['now']): StatementPolicy {
    return this.#with.policyOn(now);
  }

  /**
   * The statement of this organization, payer and month: the one that stands, or a new one of all
   * that was completed by the end of the month and stands on none. Refused with `nothing-to-settle`
   * while that comes to nothing; it then waits for the next month.
   */
  async issue(of: StatementOf, asking: Asking): Promise<Told> {
    const account = await this.#accountOf(of);
    if (!account.ok) return account;
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const settling = await this.settling(of.organizationId, of.payerId);
      const standing = newestClaim(settling, of.period);
      if (standing !== undefined && !settling.released.has(standing.statementId))
        return this.list(standing, settling, asking);
      const begun = await this.#begin(of, account.value, settling, asking);
      if (begun.ok) return this.list(begun.value.claim, settling, asking, begun.value.counted);
      if (begun.refusal.code !== 'settlement-moved') return begun;
    }
    return refuse({ code: 'contended' });
  }

  async #begin(
    of: StatementOf,
    account: AccountOf,
    seen: Settling,
    asking: Asking,
  ): Promise<Result<{ readonly claim: Claim; readonly counted: Counted }, SettlingRefusal>> {
    const { organizationId, payerId, period } = of;
    const place = await this.#newestPlace(account, asking);
    const wanted = claimable(seen, period, place);
    if (!wanted.ok) return wanted;
    const claimed = { ...wanted.value, organizationId, payerId, since: account.since };
    const counted = await countLines(this.#with.store, claimed, seen);
    if (counted.total <= 0n) return refuse({ code: 'nothing-to-settle', total: counted.total });
    const outcome = await this.#settlements.of(settlementStream(organizationId)).handle(
      {
        type: 'BeginStatement',
        ...of,
        seed: seedOf(organizationId, payerId),
        place,
        seen,
        now: asking.now,
      },
      { ...asking, commandId: `BeginStatement:${organizationId}:${payerId}:${period}` },
    );
    if (!outcome.ok) return outcome;
    const [fact] = outcome.value.facts;
    // Somebody else began it first: what was counted may be of another claim.
    if (fact?.type !== 'StatementBegun') return refuse({ code: 'settlement-moved' });
    return ok({ claim: fact.data, counted });
  }

  /** Lists the lines of a claim and issues its statement: whatever of it is still missing. */
  async list(claim: Claim, settling: Settling, asking: Asking, known?: Counted): Promise<Told> {
    const { statementId, organizationId, payerId, period, version } = claim;
    const before = await this.state(statementId);
    if (before.issued !== undefined)
      return ok({ statementId, version, statement: before, added: false, position: undefined });
    const account = await this.#accountOf(claim);
    if (!account.ok) return account;
    const { store } = this.#with;
    const claimed = { ...claim, since: account.value.since };
    const counted = known ?? (await countLines(store, claimed, settling));
    for await (const chunk of chunked(linesOf(store, claimed, counted.corrects))) {
      if (chunk.from <= before.listed.lines) continue;
      const listed = await this.tell(statementId, { type: 'ListLines', ...chunk }, asking);
      if (!listed.ok) return listed;
    }
    const { lines, gross } = counted;
    const policy = this.#with.policyOn(asking.now);
    const of = { organizationId, payerId, period, version };
    return this.tell(statementId, { type: 'IssueStatement', ...of, lines, gross, policy }, asking);
  }

  /** Any command to a statement. */
  async tell(statementId: Reference, command: OwnCommand, asking: Asking): Promise<Told> {
    const about = { statementId, by: asking.actor, now: asking.now };
    const outcome = await this.#statements
      .of(statementStream(statementId))
      .handle({ ...command, ...about } as StatementCommand, {
        ...asking,
        commandId: `${command.type}:${statementId}`,
      });
    if (!outcome.ok) return outcome;
    const { facts, state, position } = outcome.value;
    const version = state.issued?.version ?? 0;
    return ok({ statementId, version, statement: state, added: facts.length > 0, position });
  }

  /** Lets what stood on a statement that is over be claimed again. */
  async release(
    of: StatementOf,
    statementId: Reference,
    statement: Statement,
    asking: Asking,
  ): Promise<Result<undefined, SettlingRefusal>> {
    const { state, disputed } = statement;
    if (state !== 'voided' && state !== 'disputed') throw new Error('It is not over');
    const { organizationId, payerId } = of;
    const outcome = await this.#settlements.of(settlementStream(organizationId)).handle(
      {
        type: 'ReleaseStatement',
        organizationId,
        payerId,
        statementId,
        because: state,
        disputed: state === 'disputed' ? (disputed?.lines ?? []) : [],
        now: asking.now,
      },
      { ...asking, commandId: `ReleaseStatement:${statementId}` },
    );
    return outcome.ok ? ok(undefined) : outcome;
  }

  /** How an organization settles with a payer, all of it durable. */
  async settling(organizationId: PayeeId, payerId: PayerId): Promise<Settling> {
    const room = this.#settlements.of(settlementStream(organizationId));
    return settlingOf((await room.confirmed()).state, payerId);
  }

  async state(statementId: Reference): Promise<Statement> {
    return (await this.#statements.of(statementStream(statementId)).confirmed()).state;
  }

  async #accountOf({
    organizationId,
    payerId,
  }: Pick<StatementOf, 'organizationId' | 'payerId'>): Promise<Result<AccountOf, SettlingRefusal>> {
    const { parties, desk } = this.#with;
    const { registered } = await parties.organization(organizationId);
    const of = registered === undefined ? undefined : await desk.accountOf(organizationId);
    if (of === undefined) return refuse({ code: 'organization-unknown', organizationId });
    const payer = (await parties.payer(payerId)).registered;
    return payer === undefined ? refuse({ code: 'payer-unknown', payerId }) : ok(of);
  }

  /** The last fact of the account's newest month: what a statement reaches at most. */
  async #newestPlace(of: AccountOf, { now }: Asking): Promise<AccountPlace> {
    const { period } = await this.#with.accounts.settled(of, now);
    const month = period ?? of.since;
    const stream = accountStream(of.payee, month);
    const { facts } = await readPageOf(this.#with.store, stream, {
      direction: 'backwards',
      max: 1,
    });
    return { month, revision: facts[0]?.revision ?? 0 };
  }
}

/** Statements' ids carry neither name: twelve hexadecimal digits tell organization and payer. */
const seedOf = (organization: PayeeId, payer: PayerId): string =>
  hash('sha256', `${organization}\n${payer}`, 'hex').slice(0, 12);
