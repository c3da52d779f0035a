import { type Payout, reservedIn } from '../../domain/account/payout.ts';
import type { PayoutId } from '../../domain/identifiers.ts';
import type { OrderStanding } from '../../domain/ports/payment-order.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { DeskCommand } from '../ledger/desk.ts';
import type { Look, Next } from './look.ts';

export const isUnderWay = ({ state }: Payout): boolean => reservedIn(state) !== undefined;

/** Records where an order stands. */
export const settle = async (
  look: Look,
  payout: Payout,
  standing: OrderStanding,
  evidence: 'answer' | 'query',
): Promise<Next> => {
  const command = commandFor(payout.payoutId, standing, evidence);
  const told = command === undefined ? undefined : await look.tell(command);
  const isSilent = told?.isContradiction !== true;
  if (evidence === 'query' && isSilent && contradicts(payout, standing))
    look.alarm('contradictory-news', `${payout.state}, then ${standing.state}`);
  return told?.next ?? (isUnderWay(payout) ? { again: 'query-pause' } : 'over');
};

/** What the account is told; undefined while the order is under way. */
const commandFor = (
  payoutId: PayoutId,
  standing: OrderStanding,
  evidence: 'answer' | 'query',
): DeskCommand | undefined => {
  const about = { payoutId, evidence };
  switch (standing.state) {
    case 'processing':
      return undefined;
    case 'paid': {
      const { fee: providerFee, finishedAt: paidAt } = standing;
      return { type: 'RecordPaid', ...about, providerFee, paidAt };
    }
    case 'failed': {
      const { reasonCode: reason, providerCode } = standing;
      return { type: 'RecordRejected', ...about, reason, providerCode };
    }
    case 'cancelled': {
      const reason = 'cancelled-by-provider';
      return { type: 'RecordRejected', ...about, reason, providerCode: 'CANCELED' };
    }
    case 'returned': {
      const { fee: providerFee, finishedAt: paidAt, returnedAt } = standing;
      const reason = 'returned-by-bank';
      return { type: 'RecordReturned', ...about, providerFee, paidAt, returnedAt, reason };
    }
    default:
      return unreachable(standing);
  }
};

/** Does the provider say otherwise than what we believed final? What it says is recorded all the same. */
const contradicts = ({ state, paidAt }: Payout, { state: said }: OrderStanding): boolean => {
  const saidPaid = said === 'paid' || said === 'returned';
  switch (state) {
    case 'requested':
      return true;
    case 'submitted':
    case 'accepted':
    case 'in-doubt':
      return false;
    case 'paid':
      return !saidPaid;
    case 'rejected':
      return saidPaid || said === 'processing';
    case 'cancelled':
    case 'returned':
    case 'reissued':
      return paidAt === undefined ? saidPaid : said !== 'returned';
    default:
      return unreachable(state);
  }
};
