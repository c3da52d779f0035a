import { LRUCache } from 'lru-cache';
import type { EarningId, PayeeId } from '../../domain/identifiers.ts';
import { refuse } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { EarningPlace } from '../../projections/rows.ts';
import { growing } from '../growing.ts';
import type { Asking } from './asking.ts';
import type { EarlierEarnings } from './earlier-earnings.ts';
import type { EarningRecorded, EarningTold } from './earning-told.ts';
import type { Parties } from './parties.ts';
import { whenKnown } from './when-known.ts';

/** More than the views are ever behind. */
const recentMax = 100_000;

export type PlacesOfEarning = (id: EarningId) => readonly EarningPlace[];

export type EarningIdsOptions = {
  readonly parties: Pick<Parties, 'payee'>;
  readonly earlier: Pick<EarlierEarnings, 'isWorkOf'>;
  readonly placesOfEarning: PlacesOfEarning;
  readonly onEarningTold: (id: EarningId) => void;
};

type Answer = EarningRecorded | Promise<EarningRecorded>;

const doctorsOf = ({ doctorId, team }: EarningTold): readonly PayeeId[] =>
  team?.map((member) => member.doctorId) ?? [doctorId];

/** Whose an earning is said to be. */
const whose = (told: EarningTold): string => doctorsOf(told).join(' ');

/**
 * An earning's id belongs to one earning, whoever it is told of. An account knows its own; that the
 * id was used for somebody else is known from the views, and of what they have not seen yet from
 * what was recorded here last. What another instance recorded a moment ago is not known here.
 */
export class EarningIds {
  readonly #with: EarningIdsOptions;
  readonly #recent = new LRUCache<EarningId, string>(growing(recentMax));
  readonly #underWay = new Map<EarningId, Promise<unknown>>();

  constructor(options: EarningIdsOptions) {
    this.#with = options;
  }

  /** Records it unless the id is somebody else's; the same id told at the same time waits its turn. */
  once(told: EarningTold, asking: Asking, record: () => Answer): Answer {
    const { earningId } = told;
    const before = this.#underWay.get(earningId);
    const inTurn = () => this.once(told, asking, record);
    if (before !== undefined) return before.then(inTurn, inTurn);
    const answer = whenKnown(this.#isOthers(told, asking.now), (others) => {
      if (others) return refuse({ code: 'earning-differs' as const, earningId });
      this.#with.onEarningTold(earningId);
      return record();
    });
    if (!(answer instanceof Promise)) return this.#noted(told, answer);
    const ended = answer.then(
      (outcome) => {
        this.#underWay.delete(earningId);
        return this.#noted(told, outcome);
      },
      (error: unknown) => {
        this.#underWay.delete(earningId);
        throw error;
      },
    );
    this.#underWay.set(earningId, ended);
    return ended;
  }

  #noted(told: EarningTold, outcome: EarningRecorded): EarningRecorded {
    if (outcome.ok) this.#recent.set(told.earningId, whose(told));
    return outcome;
  }

  #isOthers(told: EarningTold, now: Instant): boolean | Promise<boolean> {
    const recent = this.#recent.get(told.earningId);
    if (recent !== undefined) return recent !== whose(told);
    const places = this.#with.placesOfEarning(told.earningId);
    return places.length > 0 && this.#areOthers(told, places, now);
  }

  /**
   * Nobody else's are the doctors' own accounts, and what they did themselves for organizations they
   * are or were bound to: those hold their colleagues' work as well.
   */
  async #areOthers(
    told: EarningTold,
    places: readonly EarningPlace[],
    now: Instant,
  ): Promise<boolean> {
    const doctors = doctorsOf(told);
    const organizations = new Set<PayeeId>();
    for (const doctor of doctors) {
      const { bindings } = await this.#with.parties.payee(doctor);
      for (const { organizationId } of bindings) organizations.add(organizationId);
    }
    for (const place of places) {
      if (doctors.includes(place.account)) continue;
      if (!organizations.has(place.account)) return true;
      if (!(await this.#with.earlier.isWorkOf(place, doctors, now))) return true;
    }
    return false;
  }
}
