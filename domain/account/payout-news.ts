import { type Amount, amountText, type Fen, plus, zero } from '../money.ts';
import { ok, refuse } from '../result.ts';
import { millisOf } from '../time.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decide.ts';
import { newsOf } from './evolve-payouts.ts';
import type { AccountFact, FactData } from './facts.ts';
import type { PayoutState, Reserved } from './payout-facts.ts';
import { isReplaced } from './reissues.ts';
import { type Account, type Payout, reservedBy } from './state.ts';

/** After this long it is said again that a payout waits and certainly is not at the provider. */
const waitingRenewedMs = 6 * 3_600_000;

/**
 * Why a payout is not sent yet, so that whoever waits for the money can be told. Said again now and
 * then: it also means that until then nothing of it had reached the provider.
 */
export const noteWaiting = (
  { payoutId, reason, now }: AskedFor<'NoteWaiting'>,
  account: Account,
): AccountDecision => {
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
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
  account: Account,
): AccountDecision => {
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
  if (payout.state === 'submitted') return ok([]);
  if (payout.state !== 'requested')
    return refuse({ code: 'payout-state', payoutId, state: payout.state });
  return ok([{ type: 'PayoutSubmitted', data: { payoutId, at: now } }]);
};

export const recordAccepted = (
  { payoutId, orderNo, now }: AskedFor<'RecordAccepted'>,
  account: Account,
): AccountDecision => {
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
  const from = reservedIn(payout.state);
  // News that comes late says nothing new about a payout that has already moved on.
  if (from === undefined || payout.state === 'accepted') return ok([]);
  return ok([{ type: 'PayoutAccepted', data: { ...moneyOf(payout), from, orderNo, at: now } }]);
};

export const recordInDoubt = (
  { payoutId, reason, now }: AskedFor<'RecordInDoubt'>,
  account: Account,
): AccountDecision => {
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
  if (reservedIn(payout.state) !== 'in-flight') return ok([]);
  return ok([{ type: 'PayoutInDoubt', data: { ...moneyOf(payout), reason, at: now } }]);
};

export const recordPaid = (command: AskedFor<'RecordPaid'>, account: Account): AccountDecision => {
  const payout = account.payouts.get(command.payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId: command.payoutId });
  return ok(paidFacts(payout, command, account));
};

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

export const recordRejected = (
  command: AskedFor<'RecordRejected'>,
  account: Account,
): AccountDecision => {
  const { payoutId, reason, providerCode, evidence, now } = command;
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
  const from = reservedIn(payout.state);
  // Once believed paid, also where the bank has sent it back since, a refusal contradicts that.
  if (from === undefined)
    return ok(payout.paidAt === undefined ? [] : contradiction(payout, 'rejected', now));
  const to = payout.reissueOf === undefined ? 'payable' : 'returned';
  return ok([
    {
      type: 'PayoutRejected',
      data: { ...moneyOf(payout), from, to, reason, providerCode, evidence, at: now },
    },
  ]);
};

export const recordReturned = (
  command: AskedFor<'RecordReturned'>,
  account: Account,
): AccountDecision => {
  const { payoutId, reason, returnedAt, evidence, now } = command;
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
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

const contradiction = (
  payout: Payout,
  news: string,
  now: FactData<'PayoutNewsContradicted'>['at'],
): readonly AccountFact[] =>
  payout.contradicted === newsOf(payout.state, news)
    ? []
    : [
        {
          type: 'PayoutNewsContradicted',
          data: { payoutId: payout.payoutId, state: payout.state, news, at: now },
        },
      ];

export const moneyOf = (
  payout: Payout,
): { payoutId: Payout['payoutId']; payerId: Payout['payerId']; gross: Amount } => ({
  payoutId: payout.payoutId,
  payerId: payout.payerId,
  gross: amountText(reservedBy(payout)),
});

/** Where the money of a payout under way lies; undefined when it is not under way. */
export const reservedIn = (state: PayoutState): Reserved | undefined => {
  if (state === 'in-doubt') return 'in-doubt';
  return state === 'requested' || state === 'submitted' || state === 'accepted'
    ? 'in-flight'
    : undefined;
};
