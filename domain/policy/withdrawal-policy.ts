import { inForce } from '../effective-dating.ts';
import { amountFromFact, type Fen } from '../money.ts';
import { type Day, dayFromFact } from '../time.ts';

/** What an earning is paid for. */
export const earningSources = [
  'consultation',
  'article',
  'overtime-clinic',
  'activity',
  'multi-site-practice',
] as const;
export type EarningSource = (typeof earningSources)[number];

/** The rules a withdrawal is decided under, from a day on. */
export type WithdrawalPolicy = {
  readonly effectiveFrom: Day;
  /** Named in every withdrawal decided under it. */
  readonly version: string;
  /** The least one request may ask for. */
  readonly minimum: Fen;
  /** The most one instruction to the provider may carry, before tax. */
  readonly maximumPerPayout: Fen;
  /** The most all requests of one payee on one day may add up to, before tax. */
  readonly maximumPerDay: Fen;
  readonly requestsPerDay: number;
  /** After a change of card; the first card a payee ever binds may be used at once. */
  readonly cardCoolingOffHours: number;
  /** Days from the day a service was completed to the day its earning may be withdrawn. */
  readonly maturityDays: { readonly [source in EarningSource]: number };
};

/** Ascending by `effectiveFrom`, never empty. */
export type WithdrawalPolicies = readonly [WithdrawalPolicy, ...WithdrawalPolicy[]];

/** The policy of a day. The first one also covers what came before it, so every day has one. */
export const policyOn = (policies: WithdrawalPolicies, day: Day): WithdrawalPolicy =>
  inForce(policies, day) ?? policies[0];

/** Days from the day of completion until an earning may be withdrawn. */
export const maturityDays = (policy: WithdrawalPolicy, source: EarningSource): number =>
  policy.maturityDays[source];

/**
 * The platform publishes no numbers, so these follow comparable ones: 100 yuan and three requests a
 * day as in the same group's content platform, whose content income waits 31 days; 20,000 a payment
 * is what licensed providers usually carry to one card.
 */
export const defaultWithdrawalPolicies: WithdrawalPolicies = [
  {
    effectiveFrom: dayFromFact('2025-01-01'),
    version: 'withdrawal-2025-01-01',
    minimum: amountFromFact('100.00'),
    maximumPerPayout: amountFromFact('20000.00'),
    maximumPerDay: amountFromFact('50000.00'),
    requestsPerDay: 3,
    cardCoolingOffHours: 24,
    maturityDays: {
      consultation: 7,
      'multi-site-practice': 7,
      'overtime-clinic': 7,
      article: 31,
      activity: 31,
    },
  },
];
