import type { PayerId, Reference } from '../identifiers.ts';
import type { Fen } from '../money.ts';
import type { TaxMethod } from '../tax/tax-rules.ts';
import type { Instant } from '../time.ts';

export type PayerCommand =
  | AskedOfPayer<
      'RegisterPayer',
      { readonly legalName: string; readonly merchantNo: string; readonly taxMethod: TaxMethod }
    >
  | AskedOfPayer<
      'ReceiveFunding',
      { readonly fundingId: Reference; readonly amount: Fen; readonly receivedAt: Instant }
    >
  | AskedOfPayer<'FreezePayer', { readonly reason: string; readonly by: string }>
  | AskedOfPayer<'UnfreezePayer', { readonly by: string }>;

type AskedOfPayer<Type extends string, Content> = {
  readonly type: Type;
  readonly payerId: PayerId;
  readonly now: Instant;
} & Content;

export type PayerRefusal =
  | { readonly code: 'amount-not-positive' }
  | { readonly code: 'payer-unknown'; readonly payerId: PayerId }
  | { readonly code: 'payer-differs'; readonly payerId: PayerId }
  | { readonly code: 'funding-differs'; readonly fundingId: Reference };
