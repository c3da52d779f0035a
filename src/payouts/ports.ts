import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import type { ProviderContract, ProviderId } from '../../domain/payout/provider-contract.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import type { Vault } from '../../domain/ports/vault.ts';
import type { Instant } from '../../domain/time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Views } from '../views/views.ts';
import type { Duty } from './duty.ts';

/** What the payout process stands on. */
export type PayoutPorts = {
  readonly ledger: Ledger;
  readonly store: EventStore;
  readonly views: Views;
  readonly provider: PaymentProvider;
  readonly providerId: ProviderId;
  readonly vault: Pick<Vault, 'name' | 'revealCard'>;
  readonly clock: Clock;
  readonly terms: Terms;
  readonly alarm: Alarm;
  /** Absent where nobody else writes to the log. */
  readonly duty?: Duty | undefined;
};

/** What the process goes by: the provider's contract, and its own patience in milliseconds. */
export type Terms = {
  /** The contract in force at a moment. */
  readonly contract: (at: Instant) => ProviderContract;
  /** Pauses between queries of one payout, growing; the last one repeats. */
  readonly queryPausesMs: readonly number[];
  /** Pauses between attempts that certainly were not sent; the last one repeats. */
  readonly sendPausesMs: readonly number[];
  /** Between later attempts where the payer was short of funds. */
  readonly fundsPauseMs: number;
  /** From a sweep that could not be completed to the next attempt. */
  readonly sweepAgainMs: number;
};

/** Something a person must look at. Ids only, never personal data. */
export type AlarmRaised = {
  readonly code:
    | 'balances-disagree'
    | 'answer-mismatch'
    | 'unclassified-answer'
    | 'contradictory-news'
    | 'notification-for-unknown-payout'
    | 'notification-differs'
    | 'return-of-unknown-payout'
    | 'news-too-late'
    | 'provider-misconfigured'
    | 'outside-provider-limits'
    | 'doubt-past-memory'
    | 'doubt-barred'
    | 'payout-overdue'
    | 'payout-forgotten'
    | 'vault-empty'
    | 'payout-failed-to-advance'
    | 'statement-not-advanced'
    | 'statements-missed'
    | 'settling-failed'
    | 'sweep-incomplete'
    | 'break-found'
    | 'reconciliation-missed'
    | 'reconciliation-failed';
  readonly payoutId?: string;
  readonly statementId?: string;
  readonly account?: PayeeId;
  readonly payerId?: PayerId;
  readonly detail: string;
  readonly at: Instant;
};
export type Alarm = (raised: AlarmRaised) => void;
