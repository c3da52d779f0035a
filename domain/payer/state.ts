import type { Reference } from '../identifiers.ts';
import { amountFromFact, type Fen } from '../money.ts';
import type { TaxMethod } from '../tax/tax-rules.ts';
import type { Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { VersionedMap } from '../versioned-map.ts';
import type { PayerFact } from './facts.ts';

export type Payer = {
  readonly registered:
    | { readonly legalName: string; readonly merchantNo: string; readonly taxMethod: TaxMethod }
    | undefined;
  readonly fundings: VersionedMap<
    Reference,
    { readonly amount: Fen; readonly receivedAt: Instant }
  >;
  readonly frozen: boolean;
};

/** What a payer looks like after a fact. */
export const evolvePayer = (payer: Payer, { type, data }: PayerFact): Payer => {
  switch (type) {
    case 'PayerRegistered':
      return {
        ...payer,
        registered: {
          legalName: data.legalName,
          merchantNo: data.merchantNo,
          taxMethod: data.taxMethod,
        },
      };
    case 'FundingReceived':
      return {
        ...payer,
        fundings: payer.fundings.with(data.fundingId, {
          amount: amountFromFact(data.amount),
          receivedAt: data.receivedAt,
        }),
      };
    case 'PayerFrozen':
      return { ...payer, frozen: true };
    case 'PayerUnfrozen':
      return { ...payer, frozen: false };
    default:
      return unreachable(type);
  }
};
