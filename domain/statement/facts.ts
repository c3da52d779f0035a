import type { PayeeId, PayerId, PayoutId, Reference } from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { Day, Instant, Month } from '../time.ts';
import type { StatementLine } from './lines.ts';

/** Facts about one settlement statement, in the stream `statement-{id}`. No names: buyers are payers' ids. */
export type StatementFact =
  /** Some of the lines, `from` being the number of the first. Nothing is issued before the last. */
  | StatementFactOf<
      'StatementLinesListed',
      {
        readonly from: number;
        readonly lines: readonly StatementLine[];
        /** Of all lines so far, in base64url: SHA-256 of the digest before and the lines' JSON. */
        readonly digest: string;
      }
    >
  | StatementFactOf<
      'StatementIssued',
      {
        readonly organizationId: PayeeId;
        readonly payerId: PayerId;
        readonly period: Month;
        readonly version: number;
        readonly lines: number;
        /** Of its earnings; `total` is what is left of it after reversals and corrections. */
        readonly gross: Amount;
        readonly total: Amount;
        readonly digest: string;
        readonly policy: string;
        /** The first day on which silence counts as a yes. */
        readonly confirmBy: Day;
      }
    >
  | StatementFactOf<'StatementConfirmed', { readonly automatically: boolean }>
  | StatementFactOf<
      'StatementDisputed',
      { readonly lines: readonly number[]; readonly amount: Amount; readonly reason: string }
    >
  | StatementFactOf<
      'StatementInvoiced',
      {
        readonly invoiceNo: Reference;
        readonly total: Amount;
        readonly buyer: PayerId;
        readonly item: string;
        /** The working day by which it must be paid. */
        readonly dueOn: Day;
      }
    >
  /** The money is on its way: one payout, or several where the provider's limit asks for it. */
  | StatementFactOf<'StatementScheduled', { readonly payouts: readonly ScheduledPayout[] }>
  | StatementFactOf<
      'StatementPayoutMoved',
      {
        readonly payoutId: PayoutId;
        readonly to: PartState;
        /** The payout that pays it again. */
        readonly replacedBy?: PayoutId;
      }
    >
  | StatementFactOf<'StatementPaid', Record<never, never>>
  | StatementFactOf<'StatementReturned', { readonly payoutId: PayoutId }>
  | StatementFactOf<'StatementVoided', { readonly reason: string }>;

type StatementFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & {
    readonly statementId: Reference;
    readonly by: string;
    readonly at: Instant;
  };
};
export type StatementFactData<Type extends StatementFact['type']> = Extract<
  StatementFact,
  { readonly type: Type }
>['data'];

export type ScheduledPayout = {
  readonly payoutId: PayoutId;
  readonly amount: Amount;
  /** The failed payout whose part this one pays again. */
  readonly retries?: PayoutId;
};

/** Where one payout of a statement stands, as far as the statement is concerned. */
export type PartState = 'under-way' | 'paid' | 'failed' | 'returned' | 'replaced';
