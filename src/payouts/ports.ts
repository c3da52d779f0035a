import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import type { Vault } from '../../domain/ports/vault.ts';
import type { Instant } from '../../domain/time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Views } from '../views/views.ts';

/** What the payout process stands on. */
export type PayoutPorts = {
  readonly ledger: Ledger;
  readonly store: EventStore;
  readonly views: Views;
  readonly provider: PaymentProvider;
  readonly vault: Pick<Vault, 'name' | 'revealCard'>;
  readonly clock: Clock;
  readonly terms: ProviderTerms;
  readonly alarm: Alarm;
};

/** The part of the provider's contract that the process goes by; milliseconds. */
export type ProviderTerms = {
  /** How long after sending "not found" may simply mean "not yet". */
  readonly settlingMs: number;
  /** How long the provider recognises a request number: past it nothing is sent again by itself. */
  readonly memoryMs: number;
  /** Pauses between queries of one payout, growing; the last one repeats. */
  readonly queryPausesMs: readonly number[];
  /** Pauses between attempts that certainly were not sent; the last one repeats. */
  readonly sendPausesMs: readonly number[];
};

/** Something a person must look at. Ids only, never personal data. */
export type AlarmRaised = {
  readonly code:
    | 'balances-disagree'
    | 'answer-mismatch'
    | 'contradictory-news'
    | 'notification-for-unknown-payout'
    | 'provider-misconfigured'
    | 'doubt-past-memory'
    | 'vault-empty'
    | 'payout-failed-to-advance';
  readonly payoutId?: string;
  readonly account?: PayeeId;
  readonly payerId?: PayerId;
  readonly detail: string;
  readonly at: Instant;
};
export type Alarm = (raised: AlarmRaised) => void;
