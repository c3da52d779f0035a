import type { Payout } from '../../domain/account/payout.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { begin, paidInFull } from './begin.ts';
import type { Look, Next } from './look.ts';
import { query } from './query.ts';
import { sendAgain } from './send.ts';

/** The next step a payout's recorded state asks for. The log alone says where it stands. */
export const advance = async (look: Look): Promise<Next> => {
  const payout = await look.payout();
  if (payout === undefined) return 'over';
  switch (payout.state) {
    case 'requested':
      return begin(look, payout);
    case 'submitted':
    case 'accepted':
    case 'in-doubt': {
      if (payout.net === 0n) return paidInFull(look, payout);
      if (payout.state === 'submitted' && look.open.certainlyNotSent)
        return sendAgain(look, payout);
      if (payout.stopAsked) await stopAtProvider(look, payout);
      const next = await query(look, payout);
      return next === 'resend' ? sendAgain(look, payout) : next;
    }
    case 'paid':
    case 'rejected':
    case 'returned':
    case 'reissued':
    case 'cancelled':
      return 'over';
    default:
      return unreachable(payout.state);
  }
};

/** Asked once in a process's life; what came of it is the query's to say. */
const stopAtProvider = async (
  look: Look,
  { payoutId, orderNo, ...payout }: Payout,
): Promise<void> => {
  const merchantNo = await look.merchantNo({ payoutId, orderNo, ...payout });
  if (orderNo === undefined || merchantNo === undefined || look.open.stopTried) return;
  look.open.stopTried = true;
  const order = { merchantNo, requestNo: payoutId, orderNo };
  const { outcome } = await look.ports.provider.cancel({ ...order, reason: 'asked by the payer' });
  // Nobody knows whether it was heard: it is asked again at the next look.
  if (outcome === 'unknown') look.open.stopTried = false;
};

/** Asks the provider on news about a payout, final ones included: a success may come back, a refusal may turn out paid. */
export const lookAtNews = async (look: Look): Promise<Next> => {
  const payout = await look.payout();
  if (payout === undefined) {
    look.alarm('news-too-late', 'the account does not carry this payout any more');
    return 'over';
  }
  // News of an order that we have not sent yet: the answer to our own order is still on its way.
  if (payout.state === 'requested') return { again: 'soon' };
  const next = await query(look, payout);
  return next === 'resend' ? { again: 'query-pause' } : next;
};
