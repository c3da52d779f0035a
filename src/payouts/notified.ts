import { payoutId as payoutIdOf } from '../../domain/identifiers.ts';
import type { Notification } from '../../domain/ports/payment-provider.ts';
import { Look } from './look.ts';
import { openPayout, type PayoutAt } from './open-payout.ts';
import type { PayoutPorts } from './ports.ts';
import type { PayoutProcess } from './process.ts';

/** What became of a notification. */
export type NotificationOutcome =
  | 'settled'
  /** Genuine, and about one of ours, but not as we ordered it; the query was believed. */
  | 'differs'
  | 'unknown-payout'
  | 'not-settled'
  | 'not-genuine';

/**
 * A verified notification is a reason to query at once, nothing more: repeated, late or out of order
 * it changes nothing that the query does not say. Whatever is wrong with one is counted.
 */
export const notified = async (
  ports: PayoutPorts,
  process: PayoutProcess,
  body: string,
): Promise<NotificationOutcome> => {
  const news = ports.provider.readNotification(body);
  if (news === undefined) return 'not-genuine';
  const id = payoutIdOf(news.requestNo);
  const known = id && (process.known(id) ?? ports.views.payout(id).answer);
  const at = ports.clock.now();
  if (known === undefined) {
    const detail = 'the provider notifies of a request number that is not ours';
    ports.alarm({ code: 'notification-for-unknown-payout', detail, at });
    return 'unknown-payout';
  }
  if ((await process.ask(known)) !== 'answered') return 'not-settled';
  if (await isAsOrdered(ports, known, news)) return 'settled';
  const { payoutId, account, payerId } = known;
  const detail = 'the provider notifies of another merchant or amount than was ordered';
  ports.alarm({ code: 'notification-differs', payoutId, account, payerId, detail, at });
  return 'differs';
};

const isAsOrdered = async (
  ports: PayoutPorts,
  known: PayoutAt,
  { merchantNo, amount }: Notification,
): Promise<boolean> => {
  const look = new Look(ports, openPayout(known, 0));
  const payout = await look.payout();
  // Too old to be carried: the query has said so already.
  if (payout === undefined) return true;
  return (
    (amount === undefined || amount === payout.net) &&
    merchantNo === (await look.merchantNo(payout))
  );
};
