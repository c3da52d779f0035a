import { addDays, type Day, millisOf, startOfDay } from '../../domain/time.ts';
import { organizations, payers } from './cast.ts';
import { type Misfortune, misfortunes } from './faults.ts';
import { type Chance, chanceOf, weighted } from './random.ts';
import { day, hour, minute } from './virtual-time.ts';

/** What people and machines do; the numbers say how often in a hundred. */
const doings = {
  earn: 34,
  'earn for last month': 4,
  'earn in a team': 3,
  'tell again': 6,
  'tell otherwise': 3,
  reverse: 6,
  hold: 4,
  release: 3,
  withdraw: 12,
  'withdraw all': 12,
  'ask again': 3,
  'ask otherwise': 2,
  'change card': 2,
  'withdraw consent': 2,
  'give consent': 2,
  bind: 2,
  'ask to unbind': 1,
  unbind: 2,
  restrict: 1,
  'lift restriction': 2,
  'freeze payer': 1,
  adjust: 2,
  approve: 2,
  'cancel payout': 3,
  'decide alone': 1,
  fund: 3,
} as const;
type Doing = keyof typeof doings;

/** One thing that is done or befalls. Dropped from a plan, it leaves all others as they are. */
export type Action = {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly what: Doing | Misfortune;
  readonly doctor: number;
  readonly payer: number;
  readonly organization: number;
  readonly fen: bigint;
  /** Picks among what there is by then. */
  readonly pick: number;
};

export type Plan = {
  readonly seed: number;
  readonly start: number;
  readonly end: number;
  readonly doctors: number;
  readonly severity: number;
  /** The log is on a cluster that several instances write to, not in one process's file. */
  readonly shared: boolean;
  readonly actions: readonly Action[];
};

/** Where calendars are tricky: year end, leap day, short February, a tax method that begins. */
const beginnings: readonly Day[] = [
  '2026-10-20',
  '2026-12-08',
  '2028-02-05',
  '2027-01-25',
  '2025-09-12',
  '2027-12-20',
  '2026-11-05',
  '2027-06-15',
].map((text) => text as Day);

const daysPerMonth = 31;
const doingsPerDoctorAndMonth = 10;
const misfortunesPerMonth = 9;

/** The bare outline of a history: who does what when, all of it from the seed. */
export const planOf = (seed: number, months: number): Plan => {
  const chance = chanceOf(seed, 'plan');
  const begins = chance.pick(beginnings);
  const start = millisOf(startOfDay(begins)) + chance.between(0, 23) * hour;
  const span = months * daysPerMonth * day;
  const doctors = chance.between(20, 22);
  const severity = chance.pick([0, 0.5, 0.5, 1, 1, 2, 3]);
  const count = doctors * doingsPerDoctorAndMonth * months;
  const bad = severity === 0 ? 0 : Math.round(misfortunesPerMonth * months * Math.min(severity, 2));
  const monthEnds = monthEndsBetween(begins, start + span);
  const when = (of: Chance): number => Math.min(momentOf(of, start, span, monthEnds), start + span);
  const actions = [
    ...Array.from({ length: count }, (_, id) => doing(seed, id, doctors, when)),
    ...Array.from({ length: bad }, (_, nth) => misfortune(seed, count + nth, when)),
  ].sort((a, b) => a.at - b.at || a.id - b.id);
  const shared = chance.oneIn(2);
  return { seed, start, end: start + span, doctors, severity, shared, actions };
};

/** One in five comes within minutes of a month's end, one in twenty of a day's. */
const momentOf = (
  chance: Chance,
  start: number,
  span: number,
  monthEnds: readonly number[],
): number => {
  const any = start + chance.between(0, Math.floor(span / minute)) * minute;
  const around = chance.between(-3 * minute, 3 * minute);
  if (monthEnds.length > 0 && chance.oneIn(5)) return chance.pick(monthEnds) + around;
  // Shanghai's midnight, eight hours before Greenwich's.
  if (chance.oneIn(20)) return Math.floor(any / day) * day + 16 * hour + around;
  return any + chance.between(0, minute);
};

const monthEndsBetween = (begins: Day, until: number): readonly number[] => {
  const ends: number[] = [];
  for (let at = addDays(begins, 1); millisOf(startOfDay(at)) < until; at = addDays(at, 1)) {
    if (at.endsWith('-01')) ends.push(millisOf(startOfDay(at)));
  }
  return ends;
};

const whats = weighted(doings);
const amounts = [
  [1, 9_999],
  [10_000, 80_000],
  [80_000, 400_000],
  [400_000, 2_500_000],
] as const;

const doing = (
  seed: number,
  id: number,
  doctors: number,
  when: (chance: Chance) => number,
): Action => {
  const chance = chanceOf(seed, 'doing', id);
  const [least, most] = chance.pick(amounts);
  return {
    id,
    at: when(chance),
    what: chance.pick(whats),
    doctor: chance.between(1, doctors),
    payer: chance.between(1, payers.length),
    organization: chance.between(1, organizations),
    fen: BigInt(chance.between(least, most)),
    pick: chance.between(0, 1_000_000),
  };
};

const misfortune = (seed: number, id: number, when: (chance: Chance) => number): Action => {
  const chance = chanceOf(seed, 'misfortune', id);
  return {
    id,
    at: when(chance),
    what: chance.pick(misfortunes),
    doctor: 1,
    payer: 1,
    organization: 1,
    fen: 0n,
    pick: chance.between(0, 1_000_000),
  };
};
