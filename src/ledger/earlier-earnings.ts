import type { EarningData } from '../../domain/account/facts.ts';
import { type Account, type EarningKey, earningKey } from '../../domain/account/state.ts';
import type { EarningId, PayeeId } from '../../domain/identifiers.ts';
import type { Payee } from '../../domain/payee/state.ts';
import { type Instant, type Month, monthOf } from '../../domain/time.ts';
import type { EarningPlace } from '../../projections/rows.ts';
import type { AccountOf, Accounts } from './accounts.ts';
import { earningInClosedMonths } from './closed-months.ts';
import type { Parties } from './parties.ts';
import { whenKnown } from './when-known.ts';

type Ports = { readonly accounts: Accounts; readonly parties: Parties };
type Earlier = { readonly account: PayeeId; readonly data: EarningData };
type Asked = Pick<EarningData, 'earningId' | 'completedAt'>;

/** Finds what was recorded of an earning before, in whichever account and month it lies. */
export class EarlierEarnings {
  readonly #with: Ports;

  constructor(ports: Ports) {
    this.#with = ports;
  }

  /** In the months that are closed, no further back than the one it was completed in. */
  inClosedMonths(
    account: PayeeId,
    newest: Month | undefined,
    from: Month,
    key: EarningKey,
  ): Promise<EarningData | undefined> {
    return earningInClosedMonths(this.#with.accounts.closed, account, newest, from, key);
  }

  /** A doctor's, in every account that it may lie in but one that is looked at anyway. */
  async of(
    payee: Payee,
    doctorId: PayeeId,
    { earningId, completedAt }: Asked,
    now: Instant,
    but?: PayeeId,
  ): Promise<Earlier | undefined> {
    const accounts = new Set([
      doctorId,
      ...payee.bindings.map(({ organizationId }) => organizationId),
    ]);
    for (const account of accounts) {
      if (account === but) continue;
      const state = await this.#with.accounts.settled(await this.accountOf(account, payee), now);
      const key = keyIn(account, doctorId, earningId);
      const data =
        state.earnings.get(key) ??
        (await this.inClosedMonths(account, state.previous, monthOf(completedAt), key));
      if (data !== undefined) return { account, data };
    }
    return undefined;
  }

  /** Whether what lies in an organization's account is the work of one of these doctors. */
  async isWorkOf(
    { account, period, earningId }: EarningPlace,
    doctors: readonly PayeeId[],
    now: Instant,
  ): Promise<boolean> {
    const month = await this.#month(account, period, now);
    return doctors.some(
      (doctor) => month?.earnings.get(keyIn(account, doctor, earningId)) !== undefined,
    );
  }

  async #month(account: PayeeId, period: Month, now: Instant): Promise<Account | undefined> {
    const { registered } = await this.#with.parties.organization(account);
    if (registered === undefined) return undefined;
    const of = { payee: account, since: monthOf(registered.at) };
    const newest = await this.#with.accounts.settled(of, now);
    return newest.period === period ? newest : this.#with.accounts.closed(account, period);
  }

  /** The account of a doctor, or of an organization the doctor is or was bound to. */
  accountOf(account: PayeeId, payee: Payee): AccountOf | Promise<AccountOf> {
    const ownedBy = (at: Instant | undefined): AccountOf => {
      if (at === undefined) throw new Error('An account belongs to somebody registered');
      return { payee: account, since: monthOf(at) };
    };
    const isOrganization = payee.bindings.some(({ organizationId }) => organizationId === account);
    if (!isOrganization) return ownedBy(payee.registeredAt);
    return whenKnown(this.#with.parties.organization(account), ({ registered }) =>
      ownedBy(registered?.at ?? payee.registeredAt),
    );
  }
}

/** An organization's account holds several doctors' earnings, a doctor's only the doctor's own. */
const keyIn = (account: PayeeId, doctor: PayeeId, id: EarningId): EarningKey =>
  earningKey(id, account === doctor ? undefined : doctor);
