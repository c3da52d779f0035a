import type { Payout } from '../../domain/account/state.ts';
import type { PayoutId } from '../../domain/identifiers.ts';
import type { OrderStanding, QueryAnswer } from '../../domain/ports/payment-provider.ts';
import { millisOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Look, Next } from './look.ts';

/** Asks the provider where the order stands; the answer is evidence. */
export const query = async (look: Look, payout: Payout): Promise<'resend' | Next> => {
  const merchantNo = (await look.merchantNo(payout)) ?? '';
  const answer = await look.ports.provider.query({ merchantNo, requestNo: payout.payoutId });
  switch (answer.outcome) {
    case 'found':
      return found(look, payout, answer, merchantNo);
    case 'not-found':
      return notFound(look, payout);
    case 'unknown':
      return { again: 'query-pause' };
    default:
      return unreachable(answer);
  }
};

type Found = Extract<QueryAnswer, { readonly outcome: 'found' }>;

const found = async (
  look: Look,
  payout: Payout,
  answer: Found,
  merchantNo: string,
): Promise<Next> => {
  look.open.notFound = 0;
  const { payoutId } = payout;
  const ours = answer.amount === payout.net && answer.requestNo === payoutId;
  if (!ours || answer.merchantNo !== merchantNo) {
    look.alarm('answer-mismatch', 'amount, request number or merchant differs from ours');
    return { again: 'query-pause' };
  }
  if (payout.state !== 'accepted') {
    const next = await look.record({ type: 'RecordAccepted', payoutId, orderNo: answer.orderNo });
    if (next === 'over') return next;
  }
  return settle(look, payoutId, answer.standing, 'query');
};

/** Records where an order stands. */
export const settle = async (
  look: Look,
  payoutId: PayoutId,
  standing: OrderStanding,
  evidence: 'answer' | 'query',
): Promise<Next> => {
  switch (standing.state) {
    case 'processing':
      return { again: 'query-pause' };
    case 'paid': {
      const { fee: providerFee, finishedAt: paidAt } = standing;
      return look.record({ type: 'RecordPaid', payoutId, providerFee, paidAt, evidence });
    }
    case 'failed': {
      const { reasonCode: reason, providerCode } = standing;
      return look.record({ type: 'RecordRejected', payoutId, reason, providerCode, evidence });
    }
    case 'cancelled': {
      const [reason, providerCode] = ['cancelled-by-provider' as const, 'CANCELED'];
      return look.record({ type: 'RecordRejected', payoutId, reason, providerCode, evidence });
    }
    case 'returned': {
      const { fee: providerFee, finishedAt: paidAt, returnedAt } = standing;
      const reason = 'returned-by-bank';
      return look.record({
        type: 'RecordReturned',
        payoutId,
        providerFee,
        paidAt,
        returnedAt,
        reason,
        evidence,
      });
    }
    default:
      return unreachable(standing);
  }
};

/**
 * Not proof of anything until the provider's settling time has passed, twice; then the same number
 * is sent once more, which cannot pay twice. Past the provider's memory of numbers a person decides.
 */
const notFound = async (look: Look, payout: Payout): Promise<'resend' | Next> => {
  const { terms } = look.ports;
  const age = millisOf(look.now()) - millisOf(payout.submittedAt ?? payout.requestedAt);
  if (age < terms.settlingMs) return { again: 'query-pause' };
  if (payout.state === 'accepted') {
    const reason = 'accepted, then not found';
    return look.record({ type: 'RecordInDoubt', payoutId: payout.payoutId, reason });
  }
  look.open.notFound += 1;
  if (look.open.notFound < 2) return { again: 'query-pause' };
  if (age > terms.memoryMs) {
    look.alarm('doubt-past-memory', 'not found, and too old to be sent again');
    return { again: 'query-pause' };
  }
  look.open.notFound = 0;
  return 'resend';
};
