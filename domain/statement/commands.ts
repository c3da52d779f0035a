import type { PayeeId, PayerId, PayoutId, Reference } from '../identifiers.ts';
import type { Fen } from '../money.ts';
import type { StatementPolicy } from '../policy/statement-policy.ts';
import type { Day, Instant, Month } from '../time.ts';
import type { PartState } from './facts.ts';
import type { StatementLine } from './lines.ts';
import type { StatementState } from './state.ts';

/** What may be asked of a statement. Who may ask which is for the edge to say. */
export type StatementCommand =
  | AskedOfStatement<
      'ListLines',
      { readonly from: number; readonly lines: readonly StatementLine[]; readonly digest: string }
    >
  | AskedOfStatement<
      'IssueStatement',
      {
        readonly organizationId: PayeeId;
        readonly payerId: PayerId;
        readonly period: Month;
        readonly version: number;
        readonly lines: number;
        readonly gross: Fen;
        readonly policy: StatementPolicy;
      }
    >
  | AskedOfStatement<'ConfirmStatement', Record<never, never>>
  /** Silence until the day named in the statement counts as a yes. */
  | AskedOfStatement<'ConfirmBySilence', Record<never, never>>
  | AskedOfStatement<
      'DisputeLines',
      { readonly lines: readonly DisputedLine[]; readonly reason: string }
    >
  | AskedOfStatement<
      'InvoiceStatement',
      {
        readonly invoiceNo: Reference;
        readonly total: Fen;
        /** As written on the invoice: the payer's legal name, or its id. */
        readonly buyer: string;
        readonly payerLegalName: string;
        readonly item: string;
        readonly policy: StatementPolicy;
        readonly dueOn: Day;
      }
    >
  /** Writes down which payouts pay it; only then may they be requested. */
  | AskedOfStatement<
      'ScheduleStatement',
      { readonly seed: string; readonly maximumPerPayout: Fen | undefined; readonly again: boolean }
    >
  | AskedOfStatement<
      'MovePayout',
      {
        readonly payoutId: PayoutId;
        readonly to: PartState;
        readonly replacedBy?: PayoutId | undefined;
      }
    >
  | AskedOfStatement<'VoidStatement', { readonly reason: string }>;

export type DisputedLine = { readonly line: number; readonly amount: Fen };

type AskedOfStatement<Type extends string, Content> = {
  readonly type: Type;
  readonly statementId: Reference;
  readonly by: string;
  readonly now: Instant;
} & Content;
export type StatementCommandOf<Type extends StatementCommand['type']> = Extract<
  StatementCommand,
  { readonly type: Type }
>;

export type StatementRefusal =
  | { readonly code: 'statement-unknown'; readonly statementId: Reference }
  | {
      readonly code: 'statement-state';
      readonly statementId: Reference;
      readonly state: StatementState;
    }
  | { readonly code: 'statement-not-due'; readonly confirmBy: Day }
  | { readonly code: 'invoice-total-differs'; readonly expected: Fen; readonly invoiced: Fen }
  | { readonly code: 'invoice-buyer-differs'; readonly payerId: PayerId }
  | { readonly code: 'invoice-item-not-allowed'; readonly allowed: readonly string[] }
  | { readonly code: 'invoice-differs'; readonly invoiceNo: Reference }
  | { readonly code: 'too-many-payouts'; readonly most: number }
  | { readonly code: 'payout-unknown'; readonly payoutId: PayoutId };
