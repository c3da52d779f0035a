import type { PayerId } from '../identifiers.ts';
import type { Amount } from '../money.ts';

/** A bill as it was kept, or that there was none and why that is believed. */
export type BillFile =
  | {
      readonly kind: 'payments' | 'returns';
      readonly name: string;
      /** SHA-256 of the bytes as they came, in hex. */
      readonly sha256: string;
      readonly bytes: number;
      /** By whom, where it was not downloaded: then it is that person's word, not yet the provider's. */
      readonly handedInBy?: string | undefined;
    }
  /** No file, and the provider's account shows that nothing of the kind moved that day. */
  | { readonly kind: 'payments' | 'returns'; readonly none: 'nothing-moved' };

export type RunCounts = {
  readonly billLines: number;
  readonly returnLines: number;
  readonly ledgerPaid: number;
  readonly ledgerReturned: number;
  /** Requests on which both sides agree. */
  readonly matched: number;
  /** Requests looked at; what the match rate is a share of. */
  readonly compared: number;
};

/** One payer's day at the provider. What it did not tell is absent, and that is not zero. */
export type PayerFunds = {
  readonly payerId: PayerId;
  readonly billed: Amount;
  readonly billedFees: Amount;
  readonly billedReturns: Amount;
  readonly opening?: Amount;
  readonly moneyIn?: Amount;
  readonly moneyOut?: Amount;
  readonly closing?: Amount;
  /** Our cash account at the end of the day, by the days on which money moved. */
  readonly ledger: Amount;
  /** 未达账项: booked by the two sides on different days, and agreed. */
  readonly inTransit: Amount;
  /** What open breaks account for. */
  readonly explained: Amount;
};
