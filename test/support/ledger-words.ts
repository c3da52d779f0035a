import type { AccountFact, EarningData } from '../../domain/account/facts.ts';
import type {
  CardRef,
  EarningId,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../../domain/identifiers.ts';
import { type Amount, amountFromFact, amountText } from '../../domain/money.ts';
import {
  defaultWithdrawalPolicies,
  type WithdrawalPolicy,
} from '../../domain/policy/withdrawal-policy.ts';
import { addDays, dayOf, type Instant, instant, type Month } from '../../domain/time.ts';

/** Small words for tests: who, how much, when, and the facts an account begins with. */
export const yuan = amountFromFact;
export const amount = (text: string): Amount => amountText(yuan(text));

/** `2026-10-20 10:00`, in Shanghai; seconds may follow. */
export const on = (text: string): Instant => {
  const [day, clock = '00:00'] = text.split(' ');
  const read = instant(`${day}T${clock.length === 5 ? `${clock}:00` : clock}+08:00`);
  if (read === undefined) throw new Error(`Not a moment: ${text}`);
  return read;
};

export const doctor = 'doc-lin' as PayeeId;
export const colleague = 'doc-wen' as PayeeId;
export const organization = 'org-lotus' as PayeeId;
export const hospital = 'hospital' as PayerId;
export const platform = 'platform' as PayerId;
export const card = 'card-1' as CardRef;
export const newCard = 'card-2' as CardRef;

export const earningId = (id: string): EarningId => id as EarningId;
export const reference = (id: string): Reference => id as Reference;
export const payout = (id: string): PayoutId => id as PayoutId;
export const withdrawal = (id: string): WithdrawalId => id as WithdrawalId;
export const month = (text: string): Month => text as Month;

/** The defaults of the field: 100.00 to 20,000.00 a payout, 50,000.00 and three requests a day. */
export const policy: WithdrawalPolicy = defaultWithdrawalPolicies[0];

/** The Tuesday on which things are asked unless a test says otherwise; the month is October. */
export const today = on('2026-10-20 10:00');

/** An account in the first month of its life. */
export const opened = (period = '2026-10'): AccountFact => ({
  type: 'PeriodOpened',
  data: {
    payee: doctor,
    period: month(period),
    carried: { payers: {}, holds: [], payouts: [], adjustments: [], tax: {} },
    at: on(`${period}-01 09:00`),
  },
});

export type EarnedHow = {
  readonly id?: string;
  readonly from?: PayerId;
  readonly fee?: string;
  readonly completed?: Instant;
  /** Days from completion to the day it may be withdrawn. */
  readonly matures?: number;
  readonly by?: PayeeId;
};

/** An earning of the first of October, which may be withdrawn from the eighth on. */
export const earningOf = (gross: string, how: EarnedHow = {}): EarningData => {
  const { id = 'ern-1', from = hospital, fee = '0.00', matures = 7, by } = how;
  const completedAt = how.completed ?? on('2026-10-01 09:30');
  return {
    earningId: earningId(id),
    payerId: from,
    source: 'consultation',
    gross: amount(gross),
    fee: amount(fee),
    completedAt,
    availableOn: addDays(dayOf(completedAt), matures),
    ...(by === undefined ? {} : { performedBy: by }),
    fingerprint: `told-${id}`,
  };
};
export const earned = (gross: string, how: EarnedHow = {}): AccountFact => ({
  type: 'EarningRecorded',
  data: earningOf(gross, how),
});

/** A withdrawal, by default `wdr-1`, of untaxed money of one payer. */
export const requested = (gross: string, more: object = {}, id = payout('PWDR101')) =>
  ({
    type: 'WithdrawalRequested',
    data: {
      withdrawalId: withdrawal('wdr-1'),
      asked: amount(gross),
      amount: amount(gross),
      cardRef: card,
      policy: policy.version,
      payouts: [
        {
          payoutId: id,
          payerId: hospital,
          gross: amount(gross),
          tax: amount('0.00'),
          net: amount(gross),
          taxMethod: 'none' as const,
        },
      ],
      at: today,
      ...more,
    },
  }) as const;

/** Sums as text, the zero ones left out: what a reader of a failing test wants to see. */
export const worth = (sums: object): { readonly [field: string]: string } =>
  Object.fromEntries(
    Object.entries(sums)
      .filter(([, value]) => typeof value === 'bigint' && value !== 0n)
      .map(([field, value]) => [field, amountText(value)]),
  );
