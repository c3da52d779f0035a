import { hash } from 'node:crypto';
import type { PayeeId, PayerId, Reference } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { claimable, settlementDecider, settlementStream } from '../../domain/settlement/decider.ts';
import type { AccountPlace } from '../../domain/settlement/facts.ts';
import { type Claim, type Settling, settlingOf } from '../../domain/settlement/state.ts';
import type { Statement } from '../../domain/statement/state.ts';
import { parseSettlementFact } from '../facts/codec.ts';
import type { AccountOf } from './accounts.ts';
import type { Asking } from './asking.ts';
import { type Counted, countLines } from './count-lines.ts';
import { roomsOf } from './rooms.ts';
import type { SettlingRefusal, StatementOf, StatementsOptions } from './statement-ports.ts';
import { readPageOf } from './stored-facts.ts';

/** Which statement claims what of an organization's account: in a stream of each organization's own. */
export class Claims {
  readonly #with: StatementsOptions;
  readonly #settlements;

  constructor(options: StatementsOptions) {
    this.#with = options;
    const settlements = { decider: settlementDecider, parse: parseSettlementFact };
    this.#settlements = roomsOf(options.store, settlements, options.timers);
  }

  /**
   * Claims for a new statement what is owed and stands on none, counted as `seen`. Refused with
   * `settlement-moved` where somebody else began one meanwhile: then it is to be counted again.
   */
  async begin(
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
