import { accountDecider } from '../../../domain/account/decider.ts';
import type { WithdrawalPolicies } from '../../../domain/policy/withdrawal-policy.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import type { PaymentProvider } from '../../../domain/ports/payment-provider.ts';
import type { ViewStore } from '../../../projections/view-store.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { WithdrawalsOptions } from '../../../src/ledger/withdrawals.ts';
import type { Terms } from '../../../src/payouts/ports.ts';
import type { Views } from '../../../src/views/views.ts';
import type { VaultPort } from '../world/vault.ts';

/** Where a deliberate bug can be put between parts of the service, without touching any of them. */
export type Seams = {
  readonly store: (store: EventStore) => EventStore;
  readonly viewStore: (store: ViewStore) => ViewStore;
  readonly views: (views: Views) => Views;
  readonly vault: (vault: VaultPort) => VaultPort;
  readonly provider: (provider: PaymentProvider) => PaymentProvider;
  readonly ledger: (ledger: Ledger) => Ledger;
  readonly ledgerOfPayouts: (ledger: Ledger) => Ledger;
  readonly decider: () => typeof accountDecider;
  readonly policies: (policies: WithdrawalPolicies) => WithdrawalPolicies;
  readonly withdrawalIndex: (
    index: WithdrawalsOptions['monthOfWithdrawal'],
  ) => WithdrawalsOptions['monthOfWithdrawal'];
  readonly terms: (terms: Terms) => Terms;
};

const asItIs = <Part>(part: Part): Part => part;

/** The service as it is. */
export const noMutation: Seams = {
  store: asItIs,
  viewStore: asItIs,
  views: asItIs,
  vault: asItIs,
  provider: asItIs,
  ledger: asItIs,
  ledgerOfPayouts: asItIs,
  decider: () => accountDecider,
  policies: asItIs,
  withdrawalIndex: asItIs,
  terms: asItIs,
};
