import type { Payout } from '../../domain/account/state.ts';
import { zero } from '../../domain/money.ts';
import type { OrderAnswer } from '../../domain/ports/payment-provider.ts';
import { dayOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { standingOf } from '../ledger/withdrawals.ts';
import { disagreement } from './agreement.ts';
import { type Look, type Next, payoutActor } from './look.ts';
import { settle } from './query.ts';

/** Checks again all that may have changed since the request, writes down the intent, and sends. */
export const begin = async (look: Look, payout: Payout): Promise<Next> => {
  const { ledger, store } = look.ports;
  const { account } = look.open;
  const { payoutId } = payout;
  const payer = await ledger.parties.payer(payout.payerId);
  if (payer.frozen) return { again: 'send-pause' };
  const barred = await barredNow(look);
  if (barred !== undefined) {
    return look.record({ type: 'CancelPayout', payoutId, reason: barred, by: payoutActor });
  }
  const of = await ledger.desk.accountOf(account);
  if (of === undefined) return 'over';
  const live = await ledger.accounts.settled(of, look.now());
  const differs = await disagreement(store, account, live, dayOf(look.now()));
  if (differs !== undefined) {
    look.alarm('balances-disagree', differs);
    return { again: 'send-pause' };
  }
  const recorded = await look.record({ type: 'SubmitPayout', payoutId });
  if (recorded === 'over' || recorded.again === 'soon') return recorded;
  // Where an earlier payment failed after tax, a later one can be withheld whole: no money to move.
  return payout.net === 0n ? paidInFull(look, payout) : send(look, payout);
};

/** All of it was withheld: nothing is sent, and the payout is over. */
export const paidInFull = (look: Look, { payoutId }: Payout): Promise<Next> =>
  look.record({
    type: 'RecordPaid',
    payoutId,
    providerFee: zero,
    paidAt: look.now(),
    evidence: 'nothing-to-send',
  });

/** Consent and restriction count at the moment of sending, not only when the money was asked for. */
const barredNow = async (look: Look): Promise<string | undefined> => {
  const { ports, open } = look;
  const payee = await ports.ledger.parties.payee(open.account);
  if (payee.kind === undefined) return undefined;
  const { restricted, consented } = standingOf(payee, look.now());
  if (restricted) return 'account-restricted';
  return consented ? undefined : 'consent-missing';
};

/** The one place where a card number and a name leave the vault. */
export const send = async (look: Look, payout: Payout): Promise<Next> => {
  const { vault, ledger, provider } = look.ports;
  const { account } = look.open;
  const merchantNo = await look.merchantNo(payout);
  const organization = await ledger.parties.organization(account);
  const holderName = organization.registered?.legalName ?? (await vault.name(account));
  const card = await vault.revealCard(account, payout.cardRef);
  if (merchantNo === undefined || holderName === undefined || card === undefined) {
    look.alarm('vault-empty', 'name, card or payer is missing');
    return { again: 'send-pause' };
  }
  look.open.certainlyNotSent = false;
  const answer = await provider.order({
    requestNo: payout.payoutId,
    merchantNo,
    amount: payout.net,
    cardNumber: card.cardNumber,
    bankCode: card.bankCode,
    holderName,
    accountKind: organization.registered === undefined ? 'personal' : 'corporate',
  });
  return afterOrder(look, payout, answer);
};

const afterOrder = async (look: Look, payout: Payout, answer: OrderAnswer): Promise<Next> => {
  const { payoutId } = payout;
  switch (answer.outcome) {
    case 'not-sent':
      look.open.certainlyNotSent = true;
      if (answer.cause === 'misconfigured') look.alarm('provider-misconfigured', answer.detail);
      return { again: 'send-pause' };
    case 'rejected':
      return look.record({
        type: 'RecordRejected',
        payoutId,
        reason: 'other',
        providerCode: answer.providerCode,
        evidence: 'answer',
      });
    case 'accepted': {
      const next = await look.record({ type: 'RecordAccepted', payoutId, orderNo: answer.orderNo });
      return next === 'over' ? next : settle(look, payoutId, answer.standing, 'answer');
    }
    case 'may-have-happened':
      return look.record({ type: 'RecordInDoubt', payoutId, reason: answer.detail });
    default:
      return unreachable(answer);
  }
};
