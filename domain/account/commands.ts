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
import type { TaxMethod } from '../tax/tax-rules.ts';
import type { Instant, Month } from '../time.ts';
import type { Carried } from './carried.ts';
import type { EarningData } from './facts.ts';
import type { PayoutCommand } from './payout-commands.ts';
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
  | PayoutCommand
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
