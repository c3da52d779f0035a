import { ok, refuse } from '../result.ts';
import { millisOf } from '../time.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import type { Payout } from './payout.ts';

/** After this long it is said again that a payout waits and certainly is not at the provider. */
const waitingRenewedMs = 6 * 3_600_000;

/**
 * Why a payout is not sent yet, so that whoever waits for the money can be told. Said again now and
 * then: it also means that until then nothing of it had reached the provider.
 */
export const noteWaiting = (
  { payoutId, reason, now }: AskedFor<'NoteWaiting'>,
  payout: Payout,
): AccountDecision => {
  const isUnsent = payout.state === 'requested' || payout.state === 'submitted';
  if (!isUnsent) return ok([]);
  const { waiting } = payout;
  const isKnown =
    waiting?.reason === reason && millisOf(now) - millisOf(waiting.at) < waitingRenewedMs;
  if (isKnown) return ok([]);
  return ok([{ type: 'PayoutWaiting', data: { payoutId, reason, at: now } }]);
};

/** Written before the first call to the provider, so that a payout can never be sent and forgotten. */
export const submitPayout = (
  { payoutId, now }: AskedFor<'SubmitPayout'>,
  payout: Payout,
): AccountDecision => {
  if (payout.state === 'submitted') return ok([]);
  if (payout.state !== 'requested')
    return refuse({ code: 'payout-state', payoutId, state: payout.state });
  return ok([{ type: 'PayoutSubmitted', data: { payoutId, at: now } }]);
};
