import { type Chance, chanceOf } from './random.ts';

/** Everything that may go wrong by itself, and how often: once in so many opportunities. */
export const oneIn = {
  'store is slow': 60,
  'append lost before the write': 150,
  'append lost after the write': 100,
  'store unavailable': 120,
  'store overloaded': 150,
  'store unreadable': 400,
  'another instance wrote first': 80,
  'crash before a call': 1_500,
  'crash after a call': 1_500,
  'torn batch': 700,
  'crash before views are saved': 800,
  'crash after views are saved': 800,
  'views lost with the disk': 20,
  'provider unreachable': 40,
  'provider busy': 50,
  'circuit open': 80,
  'timeout before acceptance': 40,
  'timeout after acceptance': 30,
  'connection dropped': 60,
  'bad gateway': 60,
  'provider misconfigured': 400,
  'query unanswered': 20,
  'query about another order': 120,
  'notification lost': 5,
  'notification late': 6,
  'notification repeated': 6,
  'notification forged': 12,
  'notification of another amount': 40,
  'caller gone before the answer': 60,
} as const;

/** What is planned for a moment rather than met by chance; counted with the others. */
export const misfortunes = [
  'process killed',
  'second instance started',
  'second instance stopped',
  'clock set forward',
  'clock set back',
  'provider down',
] as const;

export type Chanced = keyof typeof oneIn;
export type Misfortune = (typeof misfortunes)[number];
export type FaultKind = Chanced | Misfortune | ProviderScenario;

/** What the provider makes of an order, besides paying it. */
export const scenarios = [
  'slow to pay',
  'paid before the answer',
  'refused at once',
  'short of funds later',
  'failed later',
  'cancelled by the provider',
  'stuck for days',
  'returned by the bank',
  'returned in another month',
  'query lags behind',
  'repeat refused',
] as const;
export type ProviderScenario = (typeof scenarios)[number];

/** Which one of a kind: `store is slow#3` is the fourth. */
export type FaultName = `${FaultKind}#${number}`;

export type Weather = {
  readonly seed: number;
  /** How much worse than usual: 0 is fair, 1 as in `oneIn`. */
  readonly severity: number;
  readonly muted: ReadonlySet<string>;
};

/** Decides by the seed what goes wrong, and keeps count. */
export class Faults {
  readonly happened: FaultName[] = [];
  readonly counts = new Map<FaultKind, number>();
  readonly #weather: Weather;
  readonly #chances = new Map<string, Chance>();
  #isFair = false;

  constructor(weather: Weather) {
    this.#weather = weather;
  }

  /** From now on nothing goes wrong. */
  clearUp(): void {
    this.#isFair = true;
  }

  get isFair(): boolean {
    return this.#isFair;
  }

  /** Whether it goes wrong this time. Each kind has its own chances. */
  strikes(kind: Chanced): boolean {
    const { severity } = this.#weather;
    if (this.#isFair || severity === 0) return false;
    const many = Math.max(1, Math.round(oneIn[kind] / severity));
    return this.chance(kind).oneIn(many) && this.count(kind);
  }

  /** Counts one that was planned; false when it is muted and must not happen. */
  count(kind: FaultKind): boolean {
    const nth = this.counts.get(kind) ?? 0;
    this.counts.set(kind, nth + 1);
    const name: FaultName = `${kind}#${nth}`;
    if (this.#weather.muted.has(name)) return false;
    this.happened.push(name);
    return true;
  }

  chance(about: string): Chance {
    const known = this.#chances.get(about);
    if (known !== undefined) return known;
    const chance = chanceOf(this.#weather.seed, 'fault', about);
    this.#chances.set(about, chance);
    return chance;
  }
}
