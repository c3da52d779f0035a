import type { PayeeId, PayerId, PayoutId } from '../../domain/identifiers.ts';

/** Which payout, whose, and on whose behalf. */
export type PayoutAt = {
  readonly payoutId: PayoutId;
  readonly account: PayeeId;
  readonly payerId: PayerId;
};

/** A payout that is not final. Only hints for timing live here: after a restart they begin anew, on the safe side. */
export type OpenPayout = PayoutAt & {
  /** When to look at it next, ms since 1970. */
  dueAt: number;
  /** How often it was looked at since something last changed. */
  tries: number;
  /** No attempt can have reached the provider: sending again needs no query first. */
  certainlyNotSent: boolean;
  /** When it may last have been sent, ms since 1970. */
  lastSentAt: number;
  /** It waits for funds, an end of a freeze or a better hour, not for an answer. */
  waitsToSend: boolean;
  /** The provider was asked to stop it. */
  stopTried: boolean;
  /** Somebody was told that it is in doubt and may not be sent any more. */
  barredTold: boolean;
  /** "Not found" answers after the settling time. */
  notFound: number;
  /** News came while it was being looked at. */
  newsWaiting: boolean;
  working: boolean;
};

/** Nothing is known of it but the log: it may have been sent a moment ago. */
export const openPayout = (of: PayoutAt, now: number): OpenPayout => ({
  payoutId: of.payoutId,
  account: of.account,
  payerId: of.payerId,
  dueAt: now,
  tries: 0,
  certainlyNotSent: false,
  lastSentAt: now,
  waitsToSend: false,
  stopTried: false,
  barredTold: false,
  notFound: 0,
  newsWaiting: false,
  working: false,
});
