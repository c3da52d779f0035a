import type { Decider } from '../decider.ts';
import type { PayeeId, Reference } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import { type Instant, monthOf } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import { VersionedMap } from '../versioned-map.ts';

/** Stars a patient gives. */
export const ratings = [1, 2, 3, 4, 5] as const;
export type Rating = (typeof ratings)[number];

/** A review with such a rating, or a higher one, is a good review. */
export const goodRating: Rating = 4;

/**
 * What is said about a doctor's practice in one month that no earning says; services are what the
 * earnings say. In the stream `practice-{doctor}-{yyyy-mm}`, by the month the review was given in,
 * so that a review told again meets the first.
 */
export type PracticeFact = {
  readonly type: 'ReviewReceived';
  readonly data: Review & { readonly at: Instant };
};

export type Review = {
  readonly reviewId: Reference;
  readonly doctorId: PayeeId;
  readonly rating: Rating;
  /** The service reviewed, as the platform calls it. */
  readonly serviceRef?: string;
  readonly reviewedAt: Instant;
};

export type PracticeCommand = { readonly type: 'ReceiveReview'; readonly now: Instant } & Review;
export type PracticeRefusal = { readonly code: 'review-differs'; readonly reviewId: Reference };
export type Practice = { readonly reviews: VersionedMap<Reference, Review> };

const decide = (
  { now, type: _, ...review }: PracticeCommand,
  { reviews }: Practice,
): Result<readonly PracticeFact[], PracticeRefusal> => {
  const known = reviews.get(review.reviewId);
  if (known === undefined) return ok([{ type: 'ReviewReceived', data: { ...review, at: now } }]);
  return saysTheSame(known, review)
    ? ok([])
    : refuse({ code: 'review-differs', reviewId: review.reviewId });
};

const saysTheSame = (a: Review, b: Review): boolean =>
  a.rating === b.rating && a.serviceRef === b.serviceRef && a.reviewedAt === b.reviewedAt;

const evolve = ({ reviews }: Practice, { type, data }: PracticeFact): Practice => {
  switch (type) {
    case 'ReviewReceived':
      return { reviews: reviews.with(data.reviewId, data) };
    default:
      return unreachable(type);
  }
};

/** The reviews a doctor received in one month. */
export const practiceDecider: Decider<PracticeCommand, Practice, PracticeFact, PracticeRefusal> = {
  initialState: { reviews: VersionedMap.of() },
  decide,
  evolve,
};

export const practiceStream = ({ doctorId, reviewedAt }: Review): string =>
  `practice-${doctorId}-${monthOf(reviewedAt)}`;
