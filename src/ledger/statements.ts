import type { Reference } from '../../domain/identifiers.ts';
import type { StatementPolicy } from '../../domain/policy/statement-policy.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { type Claim, newestClaim, type Settling } from '../../domain/settlement/state.ts';
import type { StatementCommand } from '../../domain/statement/commands.ts';
import { statementDecider, statementStream } from '../../domain/statement/decider.ts';
import type { Statement } from '../../domain/statement/state.ts';
import { parseStatementFact } from '../facts/codec.ts';
import type { AccountOf } from './accounts.ts';
import type { Asking } from './asking.ts';
import { Claims } from './claims.ts';
import { type Counted, countLines } from './count-lines.ts';
import { chunked } from './line-chunks.ts';
import { roomsOf } from './rooms.ts';
import { linesOf } from './statement-lines.ts';
import type { SettlingRefusal, StatementOf, StatementsOptions } from './statement-ports.ts';
import { type StatementTold, told } from './statement-told.ts';

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
  readonly claims: Claims;
  readonly #with: StatementsOptions;
  readonly #statements;

  constructor(options: StatementsOptions) {
    this.#with = options;
    const { store, timers } = options;
    const statements = { decider: statementDecider, parse: parseStatementFact, factsPerRead };
    this.#statements = roomsOf(store, statements, timers);
    this.claims = new Claims(options);
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
      const settling = await this.claims.settling(of.organizationId, of.payerId);
      const standing = newestClaim(settling, of.period);
      if (standing !== undefined && !settling.released.has(standing.statementId))
        return this.list(standing, settling, asking);
      const begun = await this.claims.begin(of, account.value, settling, asking);
      if (begun.ok) return this.list(begun.value.claim, settling, asking, begun.value.counted);
      if (begun.refusal.code !== 'settlement-moved') return begun;
    }
    return refuse({ code: 'contended' });
  }

  /** Lists the lines of a claim and issues its statement: whatever of it is still missing. */
  async list(claim: Claim, settling: Settling, asking: Asking, known?: Counted): Promise<Told> {
    const { statementId, organizationId, payerId, period, version } = claim;
    const before = await this.state(statementId);
    if (before.issued !== undefined) return ok(told(statementId, before, before.issued));
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
      // TypeScript does not see that what `OwnCommand` leaves out is back.
      .handle({ ...command, ...about } as StatementCommand, {
        ...asking,
        commandId: `${command.type}:${statementId}`,
      });
    if (!outcome.ok) return outcome;
    const { facts, state, position } = outcome.value;
    const version = state.issued?.version ?? 0;
    return ok({ statementId, version, statement: state, added: facts.length > 0, position });
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
}
