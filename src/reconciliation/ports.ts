import type { Reference } from '../../domain/identifiers.ts';
import type { ProviderContract } from '../../domain/payout/provider-contract.ts';
import type { BillTable } from '../../domain/ports/bill-table.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { KeptFiles } from '../../domain/ports/kept-files.ts';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import type { BillFault } from '../../domain/ports/provider-bill.ts';
import type { ReconciliationRefusal } from '../../domain/reconciliation/refusals.ts';
import type { Day, Instant } from '../../domain/time.ts';
import type { Unhandled } from '../ledger/asking.ts';
import type { DeskRefusal } from '../ledger/desk.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Alarm } from '../payouts/ports.ts';
import type { Views } from '../views/views.ts';

/** What reconciling stands on. */
export type ReconcilePorts = {
  readonly ledger: Ledger;
  readonly store: EventStore;
  readonly views: Views;
  readonly provider: Pick<PaymentProvider, 'bill' | 'readBill' | 'movements' | 'endOfDayBalance'>;
  /** What streams call the provider. */
  readonly providerName: string;
  readonly files: KeptFiles;
  readonly billTable: (day: Day) => BillTable;
  readonly clock: Clock;
  readonly alarm: Alarm;
  /** The provider's contract in force at a moment. */
  readonly contract: (at: Instant) => ProviderContract;
};

export type BillKind = 'payments' | 'returns';

/** What is wrong with a bill, where, in which column by its own name. Never what the cell held. */
export type BillProblem = {
  readonly line: number;
  readonly column: string | undefined;
  readonly problem: BillFault['problem'] | 'wrong-day' | 'wrong-merchant';
};

/** What stands in the way of a run itself. */
export type ReconcileRefusal =
  /** Not there yet, which never means that nothing was paid. */
  | { readonly code: 'bill-not-there'; readonly day: Day; readonly kind: BillKind }
  | { readonly code: 'provider-unavailable'; readonly detail: string }
  | {
      readonly code: 'bill-unreadable';
      readonly kind: BillKind;
      /** The first of them. */
      readonly problems: readonly BillProblem[];
    }
  | { readonly code: 'bill-too-large'; readonly kind: BillKind }
  | { readonly code: 'too-many-breaks'; readonly most: number }
  | { readonly code: 'views-behind' }
  /** No line of a bill says how this payout ended, or one that says another amount. */
  | { readonly code: 'nothing-to-apply'; readonly breakId: Reference };

/** Why a day could not be run, or a break not be decided. Nothing of it was applied. */
export type RunRefusal = ReconcileRefusal | ReconciliationRefusal | DeskRefusal | Unhandled;
