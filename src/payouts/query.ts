import type { Payout } from '../../domain/account/payout.ts';
import { isNumberRemembered, isSettled } from '../../domain/payout/provider-contract.ts';
import type { QueryAnswer } from '../../domain/ports/payment-order.ts';
import { type Instant, instantOfMillis, millisOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Look, Next } from './look.ts';
import { isUnderWay, settle } from './settle.ts';

/** Asks the provider where the order stands; the answer is evidence. */
export const query = async (look: Look, payout: Payout): Promise<'resend' | Next> => {
  const merchantNo = (await look.merchantNo(payout)) ?? '';
  const answer = await look.ports.provider.query({ merchantNo, requestNo: payout.payoutId });
  switch (answer.outcome) {
    case 'found':
      return found(look, payout, answer, merchantNo);
    case 'not-found':
      return isUnderWay(payout) ? notFound(look, payout) : vanished(look, payout);
    case 'unknown':
      if (answer.unclassified === true) look.alarm('unclassified-answer', answer.detail);
      return { again: 'unanswered' };
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
  const { orderNo, standing } = answer;
  const ours = answer.amount === payout.net && answer.requestNo === payoutId;
  if (!ours || answer.merchantNo !== merchantNo) {
    const reason = 'amount, request number or merchant differs from ours';
    look.alarm('answer-mismatch', reason);
    const next = await look.record({ type: 'RecordInDoubt', payoutId, reason });
    // Nothing was learned: whoever brought the news is to bring it again.
    return next === 'over' ? next : { again: 'unanswered' };
  }
  if (standing.state === 'processing' && isOverdue(look, payout)) return overdue(look, payout);
  if (isUnderWay(payout) && payout.state !== 'accepted') {
    const told = await look.tell({ type: 'RecordAccepted', payoutId, orderNo });
    if (!told.took) return told.next;
  }
  return settle(look, payout, standing, 'query');
};

/** What had ended is not there any more: nothing is undone for that, and somebody is told. */
const vanished = (look: Look, payout: Payout): Next => {
  if (payout.state !== 'rejected' && payout.state !== 'cancelled')
    look.alarm('contradictory-news', `${payout.state}, then not found`);
  return 'over';
};

const isOverdue = (look: Look, payout: Payout): boolean => {
  const { overdueAfterMs } = look.ports.terms.contract(look.now());
  const since = payout.submittedAt ?? payout.requestedAt;
  return isUnderWay(payout) && millisOf(look.now()) - millisOf(since) > overdueAfterMs;
};

/** Under way for longer than the contract lets anything be: nobody waits for it silently any more. */
const overdue = async (look: Look, { payoutId }: Payout): Promise<Next> => {
  const reason = 'still under way at the provider, longer than agreed';
  const told = await look.tell({ type: 'RecordInDoubt', payoutId, reason });
  if (told.isNews) look.alarm('payout-overdue', reason);
  return told.next;
};

/**
 * Not proof of anything until the provider's settling time has passed, twice; then the same number
 * is sent once more, which cannot pay twice. Past the provider's memory of numbers a person decides.
 */
const notFound = async (look: Look, payout: Payout): Promise<'resend' | Next> => {
  const { open } = look;
  const { payoutId } = payout;
  const now = look.now();
  const contract = look.ports.terms.contract(now);
  if (!isSettled(contract, instantOfMillis(open.lastSentAt), now)) return { again: 'query-pause' };
  if (payout.state === 'accepted') {
    const reason = 'accepted, then not found';
    return look.record({ type: 'RecordInDoubt', payoutId, reason });
  }
  open.notFound += 1;
  if (open.notFound < contract.notFoundAnswers) return { again: 'query-pause' };
  if (isNumberRemembered(contract, mayBeKnownSince(payout), now)) {
    open.notFound = 0;
    return 'resend';
  }
  const reason = 'not found, and its number is too old to be sent again';
  if (open.notFound === contract.notFoundAnswers) look.alarm('doubt-past-memory', reason);
  return look.record({ type: 'RecordInDoubt', payoutId, reason });
};

/** From when on the provider may have had it: until it last waited, it certainly had not. */
const mayBeKnownSince = ({ state, waiting, submittedAt, requestedAt }: Payout): Instant =>
  (state === 'submitted' ? waiting?.at : undefined) ?? submittedAt ?? requestedAt;
