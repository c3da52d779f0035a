import type { AccountFact } from '../../../domain/account/facts.ts';
import type { PaymentInstruction } from '../../../domain/ports/payment-order.ts';
import { payers } from '../cast.ts';
import { minute } from '../virtual-time.ts';
import type { Bank } from '../world/bank.ts';
import type { BankOrder } from '../world/bank-order.ts';
import type { VaultContent } from '../world/vault.ts';
import { type Broken, type Watcher, yuan } from './checking.ts';
import type { ShadowParties } from './parties.ts';
import type { ShadowBooks } from './shadow-books.ts';

/** What was checked this long before the money left may have changed meanwhile, ms. */
const raceMs = 2 * minute;

export type PayoutWatch = Watcher & {
  /** Right before the provider takes an order, on each attempt. */
  readonly asked: (instruction: PaymentInstruction) => void;
  readonly moved: (order: BankOrder) => void;
};

/** What the ledger says about each payout against what is true at the provider. */
export const watchPayouts = (
  shadow: ShadowBooks,
  parties: ShadowParties,
  bank: Bank,
  vault: VaultContent,
  broken: Broken,
): PayoutWatch => {
  const proposals = new Map<string, string>();
  return {
    asked: (instruction) => {
      checkInstruction(instruction, shadow, vault, broken);
      const payout = shadow.payouts.get(instruction.requestNo);
      if (payout !== undefined && parties.barredFor(payout.account, payout.payer, raceMs))
        broken('consent, restriction and freezes count when money leaves', `${payout.id} was sent`);
    },
    moved: ({ instruction: { requestNo }, state }) => {
      const attempts = shadow.payouts.get(requestNo)?.payment.attempts ?? [];
      const paid = attempts.filter(({ id }) => bank.orders.get(id)?.state === 'paid');
      if (state === 'paid' && paid.length > 1)
        broken('paid twice', `${paid.map(({ id }) => id).join(' and ')} are one payment`);
    },
    see: (recorded) => {
      if (recorded.about !== 'account') return;
      const { fact, actor } = recorded;
      if (fact.type === 'PayoutResolutionProposed') proposals.set(fact.data.payoutId, actor);
      if (fact.type === 'PayoutPaid' || fact.type === 'PayoutRejected') {
        const alone = proposals.get(fact.data.payoutId) === actor;
        if (fact.data.evidence === 'two-people' && alone)
          broken('two people decide', `${actor} decided ${fact.data.payoutId} alone`);
      }
      if (fact.type === 'AdjustmentPosted' && actor === `finance:${fact.data.by}`)
        broken('two people decide', `${actor} posted ${fact.data.adjustmentId} alone`);
      const says = contradicts(fact, bank);
      if (says !== undefined) broken('the ledger says what is true at the provider', says);
    },
  };
};

const isUnderWay = new Set(['requested', 'submitted', 'accepted', 'in-doubt']);

const checkInstruction = (
  { requestNo, merchantNo, amount, cardNumber, holderName }: PaymentInstruction,
  shadow: ShadowBooks,
  vault: VaultContent,
  broken: Broken,
): void => {
  const payout = shadow.payouts.get(requestNo);
  if (payout === undefined) {
    broken('intent before the call', `${requestNo} is not in the log`);
    return;
  }
  if (!isUnderWay.has(payout.state))
    broken('never sent once it has ended', `${requestNo} was sent when it was ${payout.state}`);
  if (payout.submittedAt === undefined)
    broken('intent before the call', `${requestNo} was sent before its intent was written down`);
  const payer = payers[Number(payout.payer.slice(6)) - 1];
  if (payer?.merchantNo !== merchantNo)
    broken("each payer's own money", `${requestNo} of ${payout.payer} was sent for ${merchantNo}`);
  if (amount !== payout.net)
    broken('exactly the net', `${requestNo} was sent with ${amount} fen, not ${payout.net}`);
  if (vault.card(payout.account, payout.cardRef) !== cardNumber)
    broken('the card of the request', `${requestNo} was sent to another card`);
  if (vault.name(payout.account) !== holderName)
    broken('the card of the request', `${requestNo} was sent under another name`);
};

/** How a fact contradicts the provider, in words; undefined when it does not. */
const contradicts = ({ type, data }: AccountFact, bank: Bank): string | undefined => {
  switch (type) {
    case 'PayoutAccepted':
      return bank.orders.has(data.payoutId) ? undefined : `${data.payoutId} was never accepted`;
    case 'PayoutPaid': {
      if (data.evidence === 'nothing-to-send')
        return yuan(data.net) === 0n ? undefined : `${data.payoutId} was never sent`;
      const order = bank.orders.get(data.payoutId);
      if (order?.state !== 'paid' && order?.state !== 'returned')
        return `${data.payoutId} is said to be paid, and is ${order?.state ?? 'unknown there'}`;
      if (order.instruction.amount !== yuan(data.net)) return `${data.payoutId} was paid otherwise`;
      return data.evidence === 'two-people' || yuan(data.providerFee) === order.fee
        ? undefined
        : `${data.payoutId} cost ${order.fee} fen, not ${data.providerFee}`;
    }
    case 'PayoutReturned':
      return bank.orders.get(data.payoutId)?.state === 'returned'
        ? undefined
        : `${data.payoutId} is said to have come back`;
    case 'PayoutRejected': {
      const state = bank.orders.get(data.payoutId)?.state;
      if (state === 'failed' || state === 'cancelled') return undefined;
      const isKnown =
        bank.refused.has(data.payoutId) ||
        data.evidence === 'two-people' ||
        data.providerCode === 'not-sent';
      return state === undefined && isKnown
        ? undefined
        : `${data.payoutId} is said to be refused, and is ${state ?? 'unknown there'}`;
    }
    case 'PayoutCancelled': {
      const state = bank.orders.get(data.payoutId)?.state;
      return state === undefined ||
        state === 'returned' ||
        state === 'failed' ||
        state === 'cancelled'
        ? undefined
        : `${data.payoutId} is cancelled, and is ${state} at the provider`;
    }
    default:
      return undefined;
  }
};
