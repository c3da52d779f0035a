import type { EarningContent } from '../../domain/account/commands.ts';
import { earningKey } from '../../domain/account/state.ts';
import type { EarningId, PayeeId } from '../../domain/identifiers.ts';
import { amountFromFact } from '../../domain/money.ts';
import { organizationAt, type Payee } from '../../domain/payee/state.ts';
import type { WithdrawalPolicy } from '../../domain/policy/withdrawal-policy.ts';
import { ok, refuse } from '../../domain/result.ts';
import { type Instant, monthOf } from '../../domain/time.ts';
import type { Accounts } from './accounts.ts';
import type { Asking } from './asking.ts';
import { EarlierEarnings } from './earlier-earnings.ts';
import { EarningIds, type PlacesOfEarning } from './earning-ids.ts';
import {
  type EarningOutcome,
  type EarningRecorded,
  type EarningTold,
  fingerprintOf,
  type Part,
  teamParts,
} from './earning-told.ts';
import type { Parties } from './parties.ts';
import { whenKnown } from './when-known.ts';

export type EarningsOptions = {
  readonly accounts: Accounts;
  readonly parties: Parties;
  readonly policyOn: (at: Instant) => WithdrawalPolicy;
  /** HMAC under a key of the doctor's own; the reference itself goes no further. */
  readonly patientKey: (doctor: PayeeId, patientRef: string) => string | Promise<string>;
  /** Where an id was used before, as far as the views have seen. */
  readonly placesOfEarning: PlacesOfEarning;
  /** Hears of each id before it may be recorded here. */
  readonly onEarningTold: (id: EarningId) => void;
};

type Outcome = EarningRecorded;

/** Records what doctors earn, in the account that was theirs when the service was completed. */
export class Earnings {
  readonly #with: EarningsOptions;
  readonly #earlier: EarlierEarnings;
  readonly #ids: EarningIds;

  constructor(options: EarningsOptions) {
    this.#with = options;
    this.#earlier = new EarlierEarnings(options);
    this.#ids = new EarningIds({ ...options, earlier: this.#earlier });
  }

  record(told: EarningTold, asking: Asking): Outcome | Promise<Outcome> {
    const { payerId, doctorId, gross, platformFee: fee, team } = told;
    return whenKnown(this.#with.parties.payer(payerId), ({ registered }) => {
      if (registered === undefined) return refuse({ code: 'payer-unknown', payerId });
      const recorded = (content: EarningContent): Outcome | Promise<Outcome> => {
        if (team === undefined) return this.#recordPart({ doctorId, gross, fee }, content, asking);
        if (gross <= 0n) return refuse({ code: 'amount-not-positive' });
        return this.#recordTeam(teamParts(told), content, asking);
      };
      return this.#ids.once(told, asking, () => whenKnown(this.#content(told), recorded));
    });
  }

  /** All members must be known, and nothing else told under the id, before the first part is written: what is refused books nothing. */
  async #recordTeam(
    parts: readonly Part[],
    content: EarningContent,
    asking: Asking,
  ): Promise<Outcome> {
    for (const { doctorId } of parts) {
      const payee = await this.#with.parties.payee(doctorId);
      if (payee.kind === undefined) return refuse({ code: 'doctor-unknown', doctorId });
      const told = await this.#earlier.of(payee, doctorId, content, asking.now);
      if (told !== undefined && told.data.fingerprint !== content.fingerprint)
        return refuse({ code: 'earning-differs', earningId: content.earningId });
    }
    const booked: EarningOutcome[] = [];
    for (const part of parts.filter(({ gross }) => gross > 0n)) {
      const outcome = await this.#recordPart(part, content, asking);
      if (!outcome.ok) return outcome;
      booked.push(outcome.value);
    }
    return ok({
      added: booked.some(({ added }) => added),
      parts: booked.flatMap(({ parts: one }) => one),
      position: booked.at(-1)?.position,
    });
  }

  #recordPart(part: Part, content: EarningContent, asking: Asking): Outcome | Promise<Outcome> {
    const { doctorId } = part;
    return whenKnown(this.#with.parties.payee(doctorId), (payee) => {
      if (payee.kind === undefined) return refuse({ code: 'doctor-unknown', doctorId });
      const account = organizationAt(payee, content.completedAt) ?? doctorId;
      if (payee.bindings.length === 0) return this.#recordIn(account, payee, part, content, asking);
      const elsewhere = this.#recordedElsewhere(payee, doctorId, account, content, asking);
      return elsewhere.then(
        (found) => found ?? this.#recordIn(account, payee, part, content, asking),
      );
    });
  }

  async #recordIn(
    account: PayeeId,
    payee: Payee,
    part: Part,
    content: EarningContent,
    asking: Asking,
  ): Promise<Outcome> {
    const { doctorId } = part;
    const performedBy = account === doctorId ? undefined : doctorId;
    const key = earningKey(content.earningId, performedBy);
    const owner = this.#earlier.accountOf(account, payee);
    const of = owner instanceof Promise ? await owner : owner;
    const outcome = await this.#with.accounts.handle(of, asking, (state) => {
      const command = {
        type: 'RecordEarning' as const,
        payee: account,
        now: asking.now,
        policy: this.#with.policyOn(content.completedAt),
        ...content,
        performedBy,
        gross: part.gross,
        fee: part.fee,
      };
      const from = monthOf(content.completedAt);
      if (state.previous === undefined || state.previous < from) return command;
      return this.#earlier.inClosedMonths(account, state.previous, from, key).then((earlier) => ({
        ...command,
        earlier,
      }));
    });
    if (!outcome.ok) return outcome;
    const { facts, state, position } = outcome.value;
    const [fact] = facts;
    const data =
      fact?.type === 'EarningRecorded'
        ? fact.data
        : (state.earnings.get(key) ??
          (await this.#earlier.inClosedMonths(
            account,
            state.previous,
            monthOf(content.completedAt),
            key,
          )));
    if (data === undefined) throw new Error('An earning that was told before must be found again');
    return ok({
      added: facts.length > 0,
      parts: [{ account, availableOn: data.availableOn, gross: part.gross, doctorId }],
      position,
    });
  }

  /** A retry must find its first outcome even where the doctor was bound or unbound, for a day already past, in between. */
  async #recordedElsewhere(
    payee: Payee,
    doctorId: PayeeId,
    account: PayeeId,
    content: EarningContent,
    { now }: Asking,
  ): Promise<Outcome | undefined> {
    const found = await this.#earlier.of(payee, doctorId, content, now, account);
    if (found === undefined) return undefined;
    const { data } = found;
    if (data.fingerprint !== content.fingerprint)
      return refuse({ code: 'earning-differs', earningId: content.earningId });
    const { availableOn } = data;
    const part = {
      account: found.account,
      availableOn,
      gross: amountFromFact(data.gross),
      doctorId,
    };
    return ok({ added: false, parts: [part], position: undefined });
  }

  #content(told: EarningTold): EarningContent | Promise<EarningContent> {
    const {
      earningId,
      payerId,
      source,
      gross,
      platformFee,
      completedAt,
      serviceRef,
      contractRef,
      patientRef,
    } = told;
    const key =
      patientRef === undefined ? undefined : this.#with.patientKey(told.doctorId, patientRef);
    return whenKnown(key, (patient) => ({
      earningId,
      payerId,
      source,
      gross,
      fee: platformFee,
      completedAt,
      serviceRef,
      contractRef,
      patient,
      fingerprint: fingerprintOf(told, patient),
    }));
  }
}
