import type { EventStore } from '../../domain/ports/event-store.ts';
import {
  type Practice,
  type PracticeFact,
  type PracticeRefusal,
  practiceDecider,
  practiceStream,
  type Review,
} from '../../domain/practice/decider.ts';
import { refuse } from '../../domain/result.ts';
import { parsePracticeFact } from '../facts/codec.ts';
import type { Asking } from './asking.ts';
import type { Outcome } from './flight.ts';
import type { Parties } from './parties.ts';
import { roomsOf } from './rooms.ts';

export type ReviewOutcome =
  | Outcome<Practice, PracticeFact, PracticeRefusal>
  | {
      readonly ok: false;
      readonly refusal: { readonly code: 'doctor-unknown'; readonly doctorId: Review['doctorId'] };
    };

/** What is told about doctors' practices beside their earnings. */
export type Practices = {
  readonly review: (review: Review, asking: Asking) => Promise<ReviewOutcome>;
};

/** Reviews of registered doctors, in the practice of the month they were given in. */
export const practicesOn = (store: EventStore, parties: Parties): Practices => {
  const rooms = roomsOf(store, { decider: practiceDecider, parse: parsePracticeFact });
  return {
    review: async (review, asking) => {
      const { doctorId } = review;
      const { kind } = await parties.payee(doctorId);
      if (kind === undefined) return refuse({ code: 'doctor-unknown', doctorId });
      return rooms
        .of(practiceStream(review))
        .handle({ type: 'ReceiveReview', ...review, now: asking.now }, asking);
    },
  };
};
