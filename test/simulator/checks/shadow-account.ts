import type { AccountFact } from '../../../domain/account/facts.ts';
import type { RequestedPayout } from '../../../domain/account/payout-facts.ts';
import { yuan } from './checking.ts';

export type ShadowState =
  | 'requested'
  | 'submitted'
  | 'accepted'
  | 'in-doubt'
  | 'paid'
  | 'rejected'
  | 'returned'
  | 'reissued'
  | 'cancelled';

export type ShadowPayout = {
  readonly id: string;
  readonly account: string;
  readonly payer: string;
  readonly gross: bigint;
  readonly tax: bigint;
  readonly net: bigint;
  /** What it sets aside: the net where it pays again what came back. */
  readonly reserves: bigint;
  readonly cardRef: string;
  /** The payment this belongs to, however often it is tried. */
  readonly payment: ShadowPayment;
  state: ShadowState;
  submittedAt: string | undefined;
  fee: bigint;
};

/** One payment with all its attempts: it is taken from the payee once, and taxed once. */
export type ShadowPayment = {
  readonly first: string;
  readonly gross: bigint;
  readonly tax: bigint;
  readonly attempts: ShadowPayout[];
  everPaid: boolean;
};

const isAlive: { readonly [state in ShadowState]: boolean } = {
  requested: true,
  submitted: true,
  accepted: true,
  'in-doubt': true,
  paid: true,
  returned: true,
  rejected: false,
  reissued: false,
  cancelled: false,
};

export const stands = ({ attempts }: ShadowPayment): boolean =>
  attempts.some(({ state }) => isAlive[state]);

/**
 * What one payer owes one payee, worked out anew from the facts: earnings less what was taken back,
 * held or paid. It keeps no running balance and shares no code with the account it watches.
 */
export class ShadowAccount {
  readonly payee: string;
  readonly payer: string;
  earned = 0n;
  reversed = 0n;
  adjusted = 0n;
  readonly holds = new Map<
    string,
    { readonly amount: bigint; readonly maturesOn: string | undefined }
  >();
  readonly payments: ShadowPayment[] = [];
  readonly maturing = new Map<string, bigint>();

  constructor(payee: string, payer: string) {
    this.payee = payee;
    this.payer = payer;
  }

  mature(on: string | undefined, amount: bigint): void {
    if (on !== undefined) this.maturing.set(on, (this.maturing.get(on) ?? 0n) + amount);
  }

  payable(): bigint {
    let payable = this.earned - this.reversed + this.adjusted - this.held();
    for (const payment of this.payments) if (stands(payment)) payable -= payment.gross;
    return payable;
  }

  held(): bigint {
    let held = 0n;
    for (const { amount } of this.holds.values()) held += amount;
    return held;
  }

  in(...states: readonly ShadowState[]): bigint {
    let sum = 0n;
    for (const { attempts } of this.payments)
      for (const { state, reserves } of attempts) if (states.includes(state)) sum += reserves;
    return sum;
  }

  returned(): bigint {
    let sum = 0n;
    for (const { attempts } of this.payments)
      for (const { state, net } of attempts) if (state === 'returned') sum += net;
    return sum;
  }

  taxWithheld(): bigint {
    let sum = 0n;
    for (const payment of this.payments)
      if (payment.everPaid && stands(payment)) sum += payment.tax;
    return sum;
  }

  /** What may not be withdrawn on a day yet. */
  unripe(today: string): bigint {
    let sum = 0n;
    for (const [on, amount] of this.maturing) if (on > today && amount > 0n) sum += amount;
    return sum;
  }

  begin(
    requested: Pick<RequestedPayout, 'payoutId' | 'gross' | 'tax' | 'net'>,
    cardRef: string,
  ): ShadowPayout {
    const [gross, tax] = [yuan(requested.gross), yuan(requested.tax)];
    const first = requested.payoutId;
    const payment: ShadowPayment = { first, gross, tax, attempts: [], everPaid: false };
    this.payments.push(payment);
    const { payee: account, payer } = this;
    return attempt(payment, { id: first, account, payer, reserves: gross, cardRef });
  }
}

/** One more try of a payment under a number of its own. */
export const attempt = (
  payment: ShadowPayment,
  {
    id,
    account,
    payer,
    reserves,
    cardRef,
  }: Pick<ShadowPayout, 'id' | 'account' | 'payer' | 'reserves' | 'cardRef'>,
): ShadowPayout => {
  const { gross, tax } = payment;
  const added: ShadowPayout = {
    id,
    account,
    payer,
    gross,
    tax,
    net: gross - tax,
    reserves,
    cardRef,
    payment,
    state: 'requested',
    submittedAt: undefined,
    fee: 0n,
  };
  payment.attempts.push(added);
  return added;
};

/** The payout a fact is about and where it stands after it; undefined for facts that move no payout. */
export const stateAfter = ({
  type,
  data,
}: AccountFact): readonly [id: string, state: ShadowState] | undefined => {
  switch (type) {
    case 'PayoutSubmitted':
      return [data.payoutId, 'submitted'];
    case 'PayoutAccepted':
      return [data.payoutId, 'accepted'];
    case 'PayoutInDoubt':
      return [data.payoutId, 'in-doubt'];
    case 'PayoutPaid':
      return [data.payoutId, 'paid'];
    case 'PayoutRejected':
      return [data.payoutId, data.to === 'returned' ? 'returned' : 'rejected'];
    case 'PayoutReturned':
      return [data.payoutId, 'returned'];
    case 'PayoutReissued':
      return [data.payoutId, 'reissued'];
    case 'PayoutCancelled':
      return [data.payoutId, data.to === 'returned' ? 'returned' : 'cancelled'];
    default:
      return undefined;
  }
};
