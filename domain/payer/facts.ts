import type { PayerId, Reference } from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { TaxMethod } from '../tax/tax-rules.ts';
import type { Instant } from '../time.ts';

/** Facts about a legal entity that owes remuneration. */
export type PayerFact =
  | PayerFactOf<
      'PayerRegistered',
      { readonly legalName: string; readonly merchantNo: string; readonly taxMethod: TaxMethod }
    >
  | PayerFactOf<
      'FundingReceived',
      { readonly fundingId: Reference; readonly amount: Amount; readonly receivedAt: Instant }
    >
  | PayerFactOf<'PayerFrozen', { readonly reason: string; readonly by: string }>
  | PayerFactOf<'PayerUnfrozen', { readonly by: string }>;

type PayerFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & { readonly payerId: PayerId; readonly at: Instant };
};
