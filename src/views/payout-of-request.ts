import { payoutId } from '../../domain/identifiers.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import type { Views } from './views.ts';

/** The payout a provider means by a request number; undefined for a number that is not ours. */
export const payoutOfRequest = (
  views: Pick<Views, 'payout'>,
  requestNo: string,
): PayoutRow | undefined => {
  const id = payoutId(requestNo);
  return id === undefined ? undefined : views.payout(id).answer;
};
