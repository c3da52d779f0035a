import type { AccountCommand } from '../../domain/account/commands.ts';
import type { EarningData } from '../../domain/account/facts.ts';
import type { AccountRefusal } from '../../domain/account/refusals.ts';
import { type EarningKey, earningKey } from '../../domain/account/state.ts';
import type { EarningId, PayeeId, Reference } from '../../domain/identifiers.ts';
import type { Fen } from '../../domain/money.ts';
import { refuse } from '../../domain/result.ts';
import { addMonths, type Month, monthOf } from '../../domain/time.ts';
import type { AccountOf, AccountOutcome, Accounts } from './accounts.ts';
import type { Asking, Unhandled } from './asking.ts';
import { earningInClosedMonths } from './closed-months.ts';
import { earningWithReversals } from './earning-with-reversals.ts';
import type { Parties } from './parties.ts';

/** No policy lets an earning mature for longer, in months that it may have been recorded in. */
const monthsToMature = 3;

export type DeskRefusal =
  | AccountRefusal
  | Unhandled
  | { readonly code: 'doctor-unknown'; readonly doctorId: PayeeId };

type Sent<Command> = Command extends AccountCommand ? Omit<Command, 'payee' | 'now'> : never;
/** A command to an account, without what the desk fills in. */
export type DeskCommand = Sent<AccountCommand>;

export type DeskOptions = { readonly accounts: Accounts; readonly parties: Parties };

/** What platform and finance do to accounts by hand or by job. */
export class Desk {
  readonly #with: DeskOptions;

  constructor(options: DeskOptions) {
    this.#with = options;
  }

  /** Carries out any command on the account of a doctor or an organization. */
  async handle(
    account: PayeeId,
    command: DeskCommand,
    asking: Asking,
  ): Promise<AccountOutcome | { readonly ok: false; readonly refusal: DeskRefusal }> {
    const of = await this.accountOf(account);
    if (of === undefined) return refuse({ code: 'doctor-unknown', doctorId: account });
    const about = { payee: account, now: asking.now };
    return this.#with.accounts.handle(of, asking, (state) => {
      if (command.type !== 'PlaceHold' || command.earningId === undefined)
        return { ...command, ...about } as AccountCommand;
      const key = earningKey(command.earningId, command.performedBy);
      if (state.earnings.get(key) !== undefined) return { ...command, ...about };
      return this.#stillMaturing(account, state.previous, key).then((earlier) => ({
        ...command,
        ...about,
        earlier,
      }));
    });
  }

  /** An earning that was recorded in one of the last months, as long as any earning takes to mature. */
  #stillMaturing(
    account: PayeeId,
    newest: Month | undefined,
    key: EarningKey,
  ): Promise<EarningData | undefined> {
    const until = newest === undefined ? undefined : addMonths(newest, 1 - monthsToMature);
    return earningInClosedMonths(this.#with.accounts.closed, account, newest, until, key);
  }

  /** The account of a doctor or an organization, and the month it can be no older than. */
  async accountOf(account: PayeeId): Promise<AccountOf | undefined> {
    const { registeredAt } = await this.#with.parties.payee(account);
    const at = registeredAt ?? (await this.#with.parties.organization(account)).registered?.at;
    return at === undefined ? undefined : { payee: account, since: monthOf(at) };
  }

  /** Takes back an earning or a part of it, in whichever account and month it was recorded. */
  async reverse(
    doctorId: PayeeId,
    asked: {
      readonly reversalId: Reference;
      readonly earningId: EarningId;
      readonly amount: Fen;
      readonly reason: string;
    },
    asking: Asking,
  ): Promise<AccountOutcome | { readonly ok: false; readonly refusal: DeskRefusal }> {
    const payee = await this.#with.parties.payee(doctorId);
    if (payee.kind === undefined) return refuse({ code: 'doctor-unknown', doctorId });
    const candidates = new Set([
      doctorId,
      ...payee.bindings.map(({ organizationId }) => organizationId),
    ]);
    for (const account of candidates) {
      const outcome = await this.#reverseIn(account, doctorId, asked, asking);
      if (outcome.ok || outcome.refusal.code !== 'earning-unknown') return outcome;
    }
    return refuse({ code: 'earning-unknown', earningId: asked.earningId });
  }

  async #reverseIn(
    account: PayeeId,
    doctorId: PayeeId,
    asked: Parameters<Desk['reverse']>[1],
    asking: Asking,
  ): Promise<AccountOutcome> {
    const of = await this.accountOf(account);
    if (of === undefined) return refuse({ code: 'earning-unknown', earningId: asked.earningId });
    // An organization's account holds several doctors' earnings; only this doctor's may be meant.
    const performedBy = account === doctorId ? undefined : doctorId;
    const key = earningKey(asked.earningId, performedBy);
    return this.#with.accounts.handle(of, asking, async (state) => ({
      type: 'ReverseEarning' as const,
      payee: account,
      now: asking.now,
      ...asked,
      performedBy,
      earlier:
        state.earnings.get(key) === undefined
          ? await earningWithReversals(this.#with.accounts.closed, account, state.previous, key)
          : undefined,
    }));
  }
}
