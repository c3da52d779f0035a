import type { EarningData } from '../domain/account/facts.ts';
import type { PayeeId, Reference } from '../domain/identifiers.ts';
import { goodRating, type Review } from '../domain/practice/decider.ts';
import { type Day, dayOf, type Month, monthOf } from '../domain/time.ts';
import { type Change, nothing, type Projection } from './projection.ts';

/** A doctor's services and reviews of one month. No money. */
export type PracticeMonth = {
  readonly kind: 'month';
  readonly doctor: PayeeId;
  readonly month: Month;
  readonly services: number;
  /** Patients met for the first time: over all months they add up to all patients. */
  readonly patients: number;
  readonly reviews: number;
  readonly goodReviews: number;
  /** The first day with a service. */
  readonly since?: Day;
};

/** Beside the months: which patients are known already, and in which month each review was given. */
type AchievementRow =
  | PracticeMonth
  | { readonly kind: 'patient' }
  | { readonly kind: 'review'; readonly month: Month };

/**
 * What a doctor has done, by month. Nothing is ever taken off: neither a patient's erasure nor a
 * reversed earning makes a service that was given not given.
 */
export const achievements: Projection<AchievementRow> = {
  name: 'achievements',
  version: 1,
  changes: (recorded) => {
    if (recorded.about === 'practice') return reviewed(recorded.fact.data);
    if (recorded.about !== 'account' || recorded.fact.type !== 'EarningRecorded') return nothing;
    const { data } = recorded.fact;
    return served(data.performedBy ?? recorded.payee, data);
  },
  write: (row) => JSON.stringify(row),
  read: (json) => JSON.parse(json),
  places: (row) => (row.kind === 'month' ? [{ group: row.doctor, sort: row.month }] : []),
};

export const reviewKey = (doctor: PayeeId, id: Reference): string => `review ${doctor} ${id}`;

const served = (
  doctor: PayeeId,
  { completedAt, patient }: EarningData,
): readonly Change<AchievementRow>[] => {
  // The patient's row is changed first, and tells the month's whether the patient was met before.
  let patients = 0;
  const met: readonly Change<AchievementRow>[] =
    patient === undefined
      ? []
      : [
          {
            key: `patient ${doctor} ${patient}`,
            update: (row) => {
              patients = row === undefined ? 1 : 0;
              return row ?? { kind: 'patient' };
            },
          },
        ];
  const day = dayOf(completedAt);
  return [
    ...met,
    inMonth(doctor, monthOf(day), (row) => ({
      ...row,
      services: row.services + 1,
      patients: row.patients + patients,
      since: row.since === undefined || day < row.since ? day : row.since,
    })),
  ];
};

const reviewed = ({
  doctorId,
  reviewId,
  rating,
  reviewedAt,
}: Review): readonly Change<AchievementRow>[] => {
  const month = monthOf(reviewedAt);
  return [
    { key: reviewKey(doctorId, reviewId), update: () => ({ kind: 'review', month }) },
    inMonth(doctorId, month, (row) => ({
      ...row,
      reviews: row.reviews + 1,
      goodReviews: row.goodReviews + (rating >= goodRating ? 1 : 0),
    })),
  ];
};

const inMonth = (
  doctor: PayeeId,
  month: Month,
  change: (row: PracticeMonth) => PracticeMonth,
): Change<AchievementRow> => ({
  key: `month ${doctor} ${month}`,
  update: (row) =>
    change(
      row?.kind === 'month'
        ? row
        : { kind: 'month', doctor, month, services: 0, patients: 0, reviews: 0, goodReviews: 0 },
    ),
});
