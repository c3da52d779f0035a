import type {
  AccountCommand,
  AccountRefusal,
  EarlierEarning,
} from '../../domain/account/commands.ts';
import type { Account } from '../../domain/account/state.ts';
import type { EarningId, PayeeId, Reference } from '../../domain/identifiers.ts';
import { type Fen, plus, zero } from '../../domain/money.ts';
import { refuse } from '../../domain/result.ts';
import { type Month, monthOf } from '../../domain/time.ts';
import type { AccountOf, AccountOutcome, Accounts } from './accounts.ts';
import type { Asking, Unhandled } from './asking.ts';
import { closedBackTo } from './closed-months.ts';
import type { Parties } from './parties.ts';

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
    return this.#with.accounts.handle(
      of,
      asking,
      () => ({ ...command, payee: account, now: asking.now }) as AccountCommand,
    );
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
    let last: AccountOutcome | undefined;
    for (const account of candidates) {
      last = await this.#reverseIn(account, doctorId, asked, asking);
      if (last.ok || last.refusal.code !== 'earning-unknown') return last;
    }
    return last ?? refuse({ code: 'earning-unknown', earningId: asked.earningId });
  }

  async #reverseIn(
    account: PayeeId,
    doctorId: PayeeId,
    asked: Parameters<Desk['reverse']>[1],
    asking: Asking,
  ): Promise<AccountOutcome> {
    const of = await this.accountOf(account);
    if (of === undefined) return refuse({ code: 'earning-unknown', earningId: asked.earningId });
    return this.#with.accounts.handle(of, asking, async (state) => {
      const command = {
        type: 'ReverseEarning' as const,
        payee: account,
        now: asking.now,
        ...asked,
      };
      const here = state.earnings.get(asked.earningId);
      const earlier =
        here === undefined
          ? await this.#earlier(account, state.previous, asked.earningId)
          : undefined;
      // An organization's account holds several doctors' earnings; only this doctor's may be meant.
      const owner = (here ?? earlier?.earning)?.performedBy ?? account;
      return owner === doctorId
        ? { ...command, earlier }
        : { ...command, earningId: unknownEarning };
    });
  }

  /** An earning of a closed month, with all that later closed months took back of it. */
  async #earlier(
    account: PayeeId,
    newest: Month | undefined,
    id: EarningId,
  ): Promise<EarlierEarning | undefined> {
    let reversed = { amount: zero, fee: zero };
    const reversals = new Map<Reference, { readonly earningId: EarningId; readonly amount: Fen }>();
    for await (const month of closedBackTo(
      this.#with.accounts.closed,
      account,
      newest,
      undefined,
    )) {
      const part = month.reversed.get(id);
      if (part !== undefined) {
        reversed = {
          amount: plus(reversed.amount, part.amount),
          fee: plus(reversed.fee, part.fee),
        };
      }
      addReversals(reversals, month, id);
      const earning = month.earnings.get(id);
      if (earning !== undefined) return { earning, reversed, reversals };
    }
    return undefined;
  }
}

/** No id has this form, so no account knows it. */
const unknownEarning = '' as EarningId;

const addReversals = (
  into: Map<Reference, { readonly earningId: EarningId; readonly amount: Fen }>,
  month: Account,
  id: EarningId,
): void => {
  for (const [reversalId, reversal] of month.reversals) {
    if (reversal.earningId === id) into.set(reversalId, reversal);
  }
};
