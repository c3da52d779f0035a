import { amountText, type Fen, plus, zero } from '../money.ts';
import { ok } from '../result.ts';
import type { AskedFor } from './commands.ts';
import { contradiction } from './contradiction.ts';
import type { AccountDecision } from './decider.ts';
import type { AccountFact, FactData } from './facts.ts';
import { type Payout, reservedIn } from './payout.ts';
import { isReplaced } from './reissues.ts';
import type { Account } from './state.ts';

/** Evidence that the money has reached the payee's bank; said again it changes nothing. */
export const recordPaid = (
  command: AskedFor<'RecordPaid'>,
  payout: Payout,
  account: Account,
): AccountDecision => ok(paidFacts(payout, command, account));

/** Paid is believed whenever it is news; after a "no" it is believed too, and somebody is told. */
const paidFacts = (
  payout: Payout,
  news: Omit<AskedFor<'RecordPaid'>, 'type' | 'payee'>,
  account: Account,
): readonly AccountFact[] => {
  if (payout.state === 'paid' || wasSentBack(payout)) return [];
  const { payoutId, payerId, net } = payout;
  const reserved = reservedIn(payout.state);
  const tax = withheldWith(payout, account);
  const data: FactData<'PayoutPaid'> = {
    payoutId,
    payerId,
    gross: amountText(plus(net, tax)),
    // Refused, it went back to where it came from; what has left there since is owed by the payee.
    from: reserved ?? (payout.state === 'returned' ? 'returned' : 'payable'),
    tax: amountText(tax),
    net: amountText(net),
    providerFee: amountText(news.providerFee),
    paidAt: news.paidAt,
    evidence: news.evidence,
    at: news.now,
  };
  const fact: AccountFact = { type: 'PayoutPaid', data };
  return reserved === undefined ? [...contradiction(payout, 'paid', news.now), fact] : [fact];
};

/** The tax is withheld with the first payout of a payment, and anew only after it was given back. */
const withheldWith = (payout: Payout, account: Account): Fen => {
  const stillUp = reservedIn(payout.state) !== undefined || payout.state === 'returned';
  const elsewhere = stillUp ? payout.reissueOf !== undefined : isReplaced(account, payout);
  return elsewhere ? zero : payout.tax;
};

/** 退票: the bank sent the net back; it waits as returned until finance pays it again or cancels. */
export const recordReturned = (
  command: AskedFor<'RecordReturned'>,
  payout: Payout,
  account: Account,
): AccountDecision => {
  const { payoutId, reason, returnedAt, evidence, now } = command;
  if (wasSentBack(payout)) return ok([]);
  // The return may be the first we hear of the payment itself.
  return ok([
    ...paidFacts(payout, command, account),
    {
      type: 'PayoutReturned',
      data: {
        payoutId,
        payerId: payout.payerId,
        net: amountText(payout.net),
        reason,
        returnedAt,
        evidence,
        at: now,
      },
    },
  ]);
};

/** Of a payout the bank sent back, whatever was done about it since: its payment is old news. */
const wasSentBack = ({ state, paidAt }: Payout): boolean =>
  (state === 'returned' || state === 'cancelled' || state === 'reissued') && paidAt !== undefined;
