import type {
  CardRef,
  EarningId,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../identifiers.ts';
import type { Fen } from '../money.ts';
import type { EarningSource, WithdrawalPolicy } from '../policy/withdrawal-policy.ts';
import type { PaymentFailure } from '../ports/payment-provider.ts';
import type { TaxMethod } from '../tax/withholding.ts';
import type { Instant, Month } from '../time.ts';
import type { Carried } from './carried.ts';
import type { EarningData } from './facts.ts';
import type { Evidence, PayoutState, WaitingReason } from './payout-facts.ts';
import type { Reversal, Reversed } from './state.ts';

/** What may be asked of a payee's account. Every command carries its own `now` and all outside knowledge. */
export type AccountCommand =
  | Asked<'OpenPeriod', { readonly period: Month; readonly from: ClosedPeriod | undefined }>
  | Asked<'ClosePeriod', { readonly next: Month }>
  | Asked<
      'RecordEarning',
      EarningContent & {
        readonly policy: WithdrawalPolicy;
        readonly earlier?: EarningData | undefined;
      }
    >
  | Asked<
      'ReverseEarning',
      {
        readonly reversalId: Reference;
        readonly earningId: EarningId;
        readonly amount: Fen;
        readonly reason: string;
        /** Whose part is meant, where an organization's account holds it. */
        readonly performedBy?: PayeeId | undefined;
        readonly earlier?: EarlierEarning | undefined;
      }
    >
  | Asked<
      'PlaceHold',
      {
        readonly holdId: Reference;
        readonly payerId: PayerId;
        readonly amount: Fen;
        readonly reason: string;
        readonly earningId?: EarningId | undefined;
        readonly performedBy?: PayeeId | undefined;
        /** The earning, where it was recorded in a month that is closed. */
        readonly earlier?: EarningData | undefined;
      }
    >
  | Asked<'ReleaseHold', { readonly holdId: Reference }>
  | Asked<'RequestWithdrawal', WithdrawalAsked>
  | Asked<
      'RequestStatementPayout',
      {
        readonly statementId: Reference;
        readonly payoutId: PayoutId;
        readonly payerId: PayerId;
        readonly amount: Fen;
        readonly cardRef: CardRef;
      }
    >
  | Asked<'NoteWaiting', OfPayout & { readonly reason: WaitingReason }>
  | Asked<'AskToStop', OfPayout & { readonly reason: string; readonly by: string }>
  | Asked<'SubmitPayout', OfPayout>
  | Asked<'RecordAccepted', OfPayout & { readonly orderNo: string }>
  | Asked<'RecordInDoubt', OfPayout & { readonly reason: string }>
  | Asked<
      'RecordPaid',
      OfPayout & {
        readonly providerFee: Fen;
        readonly paidAt: Instant;
        readonly evidence: Evidence;
      }
    >
  | Asked<
      'RecordRejected',
      OfPayout & {
        readonly reason: PaymentFailure;
        readonly providerCode: string;
        readonly evidence: Evidence;
      }
    >
  | Asked<
      'RecordReturned',
      OfPayout & {
        readonly providerFee: Fen;
        readonly paidAt: Instant;
        readonly returnedAt: Instant;
        readonly reason: string;
        readonly evidence: Evidence;
      }
    >
  | Asked<
      'ReissuePayout',
      OfPayout & { readonly newPayoutId: PayoutId; readonly cardRef: CardRef; readonly by: string }
    >
  | Asked<'CancelPayout', OfPayout & { readonly reason: string; readonly by: string }>
  | Asked<
      'ResolvePayout',
      OfPayout & {
        readonly outcome: 'paid' | 'rejected';
        readonly note: string;
        readonly by: string;
      }
    >
  | Asked<
      'ProposeAdjustment',
      {
        readonly adjustmentId: Reference;
        readonly payerId: PayerId;
        readonly amount: Fen;
        readonly reason: string;
        readonly by: string;
      }
    >
  | Asked<'ApproveAdjustment', { readonly adjustmentId: Reference; readonly by: string }>;

export type Asked<Type extends string, Content> = {
  readonly type: Type;
  readonly payee: PayeeId;
  readonly now: Instant;
} & Content;
export type AskedFor<Type extends AccountCommand['type']> = Extract<
  AccountCommand,
  { readonly type: Type }
>;

/** What the month before handed on; absent in an account's first month. */
export type ClosedPeriod = { readonly previous: Month; readonly carried: Carried };

type OfPayout = { readonly payoutId: PayoutId };

export type EarningContent = {
  readonly earningId: EarningId;
  readonly payerId: PayerId;
  readonly source: EarningSource;
  readonly gross: Fen;
  readonly fee: Fen;
  readonly completedAt: Instant;
  readonly performedBy?: PayeeId | undefined;
  readonly serviceRef?: string | undefined;
  readonly contractRef?: string | undefined;
  readonly patient?: string | undefined;
  /** A digest of the whole request as it came, all parts of a team included. */
  readonly fingerprint: string;
};

/** An earning recorded in a month that is closed, with what later months say about it. */
export type EarlierEarning = {
  readonly earning: EarningData;
  readonly reversed: Reversed;
  readonly reversals: ReadonlyMap<Reference, Reversal>;
};

export type WithdrawalAsked = {
  readonly withdrawalId: WithdrawalId;
  readonly amount: Fen | 'all';
  readonly standing: Standing;
  readonly taxMethods: ReadonlyMap<PayerId, TaxMethod>;
  readonly policy: WithdrawalPolicy;
  /** 24 letters and digits from (account, withdrawal id): payouts are numbered below it. */
  readonly payoutSeed: string;
  /** What an earlier month says about this id. */
  readonly earlier?: { readonly asked: Fen | 'all' } | undefined;
};

/** Where the payee stands at the moment of asking. */
export type Standing = {
  readonly restricted: boolean;
  readonly organization: PayeeId | undefined;
  readonly consented: boolean;
  readonly card: { readonly cardRef: CardRef; readonly usableFrom: Instant } | undefined;
};

/** Every reason to say no, with what a caller needs to understand it. */
export type AccountRefusal =
  | { readonly code: 'amount-not-positive' }
  /** Internal: the account went on in a later month while the command was on its way. */
  | { readonly code: 'period-closed'; readonly next: Month }
  /** Internal: the account's month is not begun; nothing may be written before its first fact. */
  | { readonly code: 'period-not-open' }
  | { readonly code: 'earning-differs'; readonly earningId: EarningId }
  | { readonly code: 'earning-unknown'; readonly earningId: EarningId }
  | { readonly code: 'completed-in-future'; readonly completedAt: Instant }
  | { readonly code: 'reversal-differs'; readonly reversalId: Reference }
  | { readonly code: 'reversal-exceeds-earning'; readonly reversible: Fen; readonly asked: Fen }
  | { readonly code: 'hold-differs'; readonly holdId: Reference }
  | { readonly code: 'hold-unknown'; readonly holdId: Reference }
  | { readonly code: 'withdrawal-differs'; readonly withdrawalId: WithdrawalId }
  | { readonly code: 'account-restricted' }
  | { readonly code: 'settles-through-organization'; readonly organizationId: PayeeId }
  | { readonly code: 'consent-missing'; readonly purpose: 'payout' }
  | { readonly code: 'card-missing' }
  | { readonly code: 'card-cooling-off'; readonly usableFrom: Instant }
  | { readonly code: 'amount-below-minimum'; readonly minimum: Fen; readonly asked: Fen }
  | { readonly code: 'too-many-today'; readonly limit: number }
  | { readonly code: 'balance-too-low'; readonly available: Fen; readonly asked: Fen }
  | { readonly code: 'amount-above-limit'; readonly most: Fen; readonly asked: Fen }
  | { readonly code: 'payout-unknown'; readonly payoutId: PayoutId }
  | { readonly code: 'payout-state'; readonly payoutId: PayoutId; readonly state: PayoutState }
  | { readonly code: 'month-declared'; readonly month: Month }
  | { readonly code: 'statement-payout-differs'; readonly payoutId: PayoutId }
  | { readonly code: 'adjustment-differs'; readonly adjustmentId: Reference }
  | { readonly code: 'adjustment-unknown'; readonly adjustmentId: Reference }
  | { readonly code: 'needs-second-person'; readonly first: string }
  | { readonly code: 'resolution-differs'; readonly proposed: 'paid' | 'rejected' };
