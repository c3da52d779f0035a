import { inForce } from '../effective-dating.ts';
import type { Fen } from '../money.ts';
import {
  addDays,
  addMillis,
  type Day,
  dayOf,
  type Instant,
  millisOf,
  startOfDay,
} from '../time.ts';
import { dayMs, hourMs, minuteMs, yeepay } from './yeepay-contract.ts';

/** When the provider sends an order on: at once, two hours later, or about seven the next morning. */
export type ReceiveType = 'REAL_TIME' | 'TWO_HOUR' | 'NEXT_DAY';

/** A doctor's own card, or an organization's account. */
export type AccountKind = 'personal' | 'corporate';

/** A time of day in Asia/Shanghai, `hh:mm`. */
export type TimeOfDay = `${number}${number}:${number}${number}`;

/** What a provider has promised us, from a day on. Durations are milliseconds unless named otherwise. */
export type ProviderContract = {
  readonly effectiveFrom: Day;
  /** Named wherever a decision was made under it. */
  readonly version: string;
  /** How long after sending "not found" may simply mean "not yet". */
  readonly settlingMs: number;
  /** How often "not found" must have been heard after that before it counts. */
  readonly notFoundAnswers: number;
  /** How long a request number is recognised: past it nothing is sent again by itself. */
  readonly requestNumberMemoryMs: number;
  /** How long an order may be under way before nobody may wait for it silently any more. */
  readonly overdueAfterMs: number;
  /** How many days after it was paid an order may still come back. */
  readonly returnWindowDays: number;
  /** For how many days a refusal is asked about again: a success may still be reported after it. */
  readonly refusalsDoubtedDays: number;
  /** Orders between these times wait until the window is over; none means day and night. */
  readonly cutOff?: { readonly from: TimeOfDay; readonly until: TimeOfDay } | undefined;
  readonly receiveType: ReceiveType;
  readonly minimumPerOrder: Fen;
  /** By the kind of account it goes to; absent where the provider states none. */
  readonly maximumPerOrder: { readonly [kind in AccountKind]?: Fen | undefined };
  /** When the bill of the day before may be fetched. */
  readonly billReadyAt: TimeOfDay;
  /** How many days a list of returns may span. */
  readonly returnsSpanDays: number;
  /** How many calls of one payer it takes in a second. */
  readonly callsPerSecond: number;
};

/** Ascending by `effectiveFrom`, never empty. */
export type ProviderContracts = readonly [ProviderContract, ...ProviderContract[]];

/** The contract of a day. The first one also covers what came before it, so every day has one. */
export const contractOn = (contracts: ProviderContracts, day: Day): ProviderContract =>
  inForce(contracts, day) ?? contracts[0];

/** May an order of this amount be sent at all? */
export const isWithinLimits = (
  { minimumPerOrder, maximumPerOrder }: ProviderContract,
  kind: AccountKind,
  amount: Fen,
): boolean => minimumPerOrder <= amount && amount <= (maximumPerOrder[kind] ?? amount);

/** Is the number of an order first sent then still recognised, so that sending it again cannot pay twice? */
export const isNumberRemembered = (
  { requestNumberMemoryMs }: ProviderContract,
  firstSentAt: Instant,
  now: Instant,
): boolean => millisOf(now) - millisOf(firstSentAt) <= requestNumberMemoryMs;

/** Does "not found" count by now, or may the query still lag behind the order? */
export const isSettled = (
  { settlingMs }: ProviderContract,
  lastSentAt: Instant,
  now: Instant,
): boolean => millisOf(now) - millisOf(lastSentAt) >= settlingMs;

/** From when on an order may be sent: now, or the end of the cut-off that is under way. */
export const sendableFrom = ({ cutOff }: ProviderContract, now: Instant): Instant => {
  if (cutOff === undefined) return now;
  const day = dayOf(now);
  const at = millisOf(now);
  const [from, until] = [onDay(day, cutOff.from), onDay(day, cutOff.until)];
  // A cut-off that runs over midnight is two: the end of today's and the rest of yesterday's.
  if (millisOf(from) <= millisOf(until))
    return millisOf(from) <= at && at < millisOf(until) ? until : now;
  if (at < millisOf(until)) return until;
  return at >= millisOf(from) ? addMillis(until, dayMs) : now;
};

/** From when on a day's bill is complete: some hours after the day has ended. */
export const billReadyFrom = ({ billReadyAt }: ProviderContract, day: Day): Instant =>
  onDay(addDays(day, 1), billReadyAt);

const onDay = (day: Day, time: TimeOfDay): Instant =>
  addMillis(
    startOfDay(day),
    Number(time.slice(0, 2)) * hourMs + Number(time.slice(3, 5)) * minuteMs,
  );

/** The contracts of each provider we pay through. */
export const providerContracts = { yeepay } as const;
export type ProviderId = keyof typeof providerContracts;
/** The providers there is an adapter for. */
export const providerIds: readonly [ProviderId] = ['yeepay'];
