import type { Payout } from '../../domain/account/payout.ts';
import type { WaitingReason } from '../../domain/account/payout-state.ts';
import type { NotSentCause, OrderAnswer } from '../../domain/ports/payment-order.ts';
import { millisOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { barredNow, hindranceNow, waits } from './hindrances.ts';
import type { Look, Next } from './look.ts';
import { settle } from './settle.ts';

/** Attempts after which an unreachable provider is told to whoever waits. */
const triesUntilTold = 2;

/** Sends again what certainly is not at the provider; all that may have changed meanwhile is checked again. */
export const sendAgain = async (look: Look, payout: Payout): Promise<Next> => {
  const barred = payout.stopAsked ? 'stopped-by-finance' : await barredNow(look);
  if (barred === undefined) {
    const hindrance = await hindranceNow(look, payout);
    return hindrance === undefined
      ? send(look, payout)
      : waitsUnsent(look, hindrance.reason, hindrance.next);
  }
  return notSentAnyMore(look, payout, barred);
};

/** It may not be sent any more: the money goes back where it certainly is not there, else people decide. */
const notSentAnyMore = async (
  look: Look,
  { payoutId, state }: Payout,
  reason: 'stopped-by-finance' | 'account-restricted' | 'consent-missing',
): Promise<Next> => {
  if (state === 'submitted' && look.open.certainlyNotSent) {
    const why = { reason, providerCode: 'not-sent', evidence: 'answer' } as const;
    return look.record({ type: 'RecordRejected', payoutId, ...why });
  }
  // "Not found" is enough to send the same number again, not to give the money out anew.
  const told = await look.tell({
    type: 'RecordInDoubt',
    payoutId,
    reason: `${reason}, and not found at the provider`,
  });
  if (!look.open.barredTold) look.alarm('doubt-barred', reason);
  look.open.barredTold = true;
  return told.next;
};

/** The one place where a card number and a name leave the vault. */
export const send = async (look: Look, payout: Payout): Promise<Next> => {
  const { vault, ledger, provider, terms } = look.ports;
  const { account } = look.open;
  const merchantNo = await look.merchantNo(payout);
  const organization = await ledger.parties.organization(account);
  const holderName = organization.registered?.legalName ?? (await vault.name(account));
  const card = await vault.revealCard(account, payout.cardRef);
  if (merchantNo === undefined || holderName === undefined || card === undefined) {
    look.alarm('vault-empty', 'name, card or payer is missing');
    return waits(look, 'under-review', { again: 'send-pause' });
  }
  const nothingThere = look.open.certainlyNotSent;
  look.open.certainlyNotSent = false;
  if (look.ports.duty?.maySend(account) === false) return { again: 'soon' };
  look.open.lastSentAt = millisOf(look.now());
  const answer = await provider.order({
    requestNo: payout.payoutId,
    merchantNo,
    amount: payout.net,
    cardNumber: card.cardNumber,
    bankCode: card.bankCode,
    holderName,
    accountKind: organization.registered === undefined ? 'personal' : 'corporate',
    // Of the day it was first sent, so that every attempt says the same.
    receiveType: terms.contract(payout.submittedAt ?? look.now()).receiveType,
  });
  // That this attempt did not get there says nothing of one before it, whose end nobody knows.
  look.open.certainlyNotSent =
    answer.outcome === 'not-sent' && (nothingThere || provesNothingThere(answer.cause));
  return afterOrder(look, payout, answer);
};

/** A provider that has the order already says so, not that the money for it is missing. */
const provesNothingThere = (cause: NotSentCause): boolean => cause === 'payer-short-of-funds';

const afterOrder = async (look: Look, payout: Payout, answer: OrderAnswer): Promise<Next> => {
  const { payoutId } = payout;
  switch (answer.outcome) {
    case 'not-sent':
      return notSent(look, answer.cause, answer.detail);
    case 'rejected':
      return look.record({
        type: 'RecordRejected',
        payoutId,
        reason: 'other',
        providerCode: answer.providerCode,
        evidence: 'answer',
      });
    case 'accepted': {
      const { orderNo, standing } = answer;
      const told = await look.tell({ type: 'RecordAccepted', payoutId, orderNo });
      return told.took ? settle(look, payout, standing, 'answer') : told.next;
    }
    case 'may-have-happened':
      if (answer.unclassified === true) look.alarm('unclassified-answer', answer.detail);
      return look.record({ type: 'RecordInDoubt', payoutId, reason: answer.detail });
    default:
      return unreachable(answer);
  }
};

const notSent = async (look: Look, cause: NotSentCause, detail: string): Promise<Next> => {
  const next: Next = { again: 'send-pause' };
  switch (cause) {
    case 'payer-short-of-funds':
      return waitsUnsent(look, 'payer-short-of-funds', untilFunded(look));
    case 'misconfigured':
      look.alarm('provider-misconfigured', detail);
      return waitsUnsent(look, 'under-review', next);
    case 'unreachable':
    case 'busy':
    case 'circuit-open':
      return look.open.tries < triesUntilTold
        ? next
        : waitsUnsent(look, 'provider-unavailable', next);
    default:
      return unreachable(cause);
  }
};

/** Says why it waits, unless it may be there already: waiting means that it certainly is not. */
const waitsUnsent = async (look: Look, reason: WaitingReason, next: Next): Promise<Next> =>
  look.open.certainlyNotSent ? waits(look, reason, next) : next;

/** Funds that we are told of wake it at once; those that nobody tells us of are found soon enough. */
const untilFunded = (look: Look): Next => {
  const { fundsPauseMs, sendPausesMs } = look.ports.terms;
  return look.open.tries < sendPausesMs.length
    ? { again: 'send-pause' }
    : { again: 'at', at: millisOf(look.now()) + fundsPauseMs };
};
