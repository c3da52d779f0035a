import type { EarningData } from '../domain/account/facts.ts';
import type { PayoutMoney } from '../domain/account/payout-facts.ts';
import type { PayoutId } from '../domain/identifiers.ts';
import type { Fen } from '../domain/money.ts';
import type { OpenEarning, OpenEarnings } from './open-earnings.ts';

/** An earning, and what has become of it, in fen: gross = reversed unpaid + unpaid + paid out + recovered. */
export type PaidEarning = OpenEarning & {
  readonly data: EarningData;
  /** All that was taken back of it, paid already or not. */
  reversed: Fen;
  /** What payouts pay of it, those under way and those the bank sent back included. */
  readonly paidBy: Map<PayoutId, Fen>;
  /** What it made good of money that was paid and had to be given back: by the id that took it back. */
  readonly recovered: Map<string, Fen>;
};

/** What a payout pays: earnings in order, and what adjustments added to them. */
export type PayoutCover = {
  readonly earnings: ReadonlyMap<PaidEarning, Fen>;
  readonly adjustments: Fen;
};

export type Cover = { readonly earnings: Map<PaidEarning, Fen>; adjustments: Fen };
export type Taking = Pick<PayoutMoney, 'payoutId' | 'payerId' | 'gross'>;
export type Payer = {
  readonly open: OpenEarnings<PaidEarning>;
  /** What adjustments added and no payout has paid yet. */
  adjusted: Fen;
  /** Paid and since taken back, with nothing left to make it good: the next earnings do. */
  owing: Fen;
};
