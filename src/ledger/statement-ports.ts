import type { AccountRefusal } from '../../domain/account/refusals.ts';
import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import type { Fen } from '../../domain/money.ts';
import type { StatementPolicy } from '../../domain/policy/statement-policy.ts';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { SettlementRefusal } from '../../domain/settlement/commands.ts';
import type { StatementRefusal } from '../../domain/statement/commands.ts';
import type { InvoiceRefusal } from '../../domain/statement/invoice-number.ts';
import type { Day, Instant, Month } from '../../domain/time.ts';
import type { Accounts } from './accounts.ts';
import type { Unhandled } from './asking.ts';
import type { Desk } from './desk.ts';
import type { Parties } from './parties.ts';

export type StatementsOptions = {
  readonly store: EventStore;
  readonly accounts: Accounts;
  readonly parties: Parties;
  readonly desk: Desk;
  readonly policyOn: (at: Instant) => StatementPolicy;
  /** The working day that many working days after a day. */
  readonly workingDayAfter: (day: Day, workingDays: number) => Day;
  /** The most one order to an organization's account may carry; undefined where there is no limit. */
  readonly maximumPerOrder: (at: Instant) => Fen | undefined;
  readonly timers?: Timers | undefined;
};

/** Whose statement, of which payer and month. */
export type StatementOf = {
  readonly organizationId: PayeeId;
  readonly payerId: PayerId;
  readonly period: Month;
};

/** Every no of issuing and settling that no decider alone can say. */
export type StatementsRefusal =
  | { readonly code: 'organization-unknown'; readonly organizationId: PayeeId }
  | { readonly code: 'payer-unknown'; readonly payerId: PayerId }
  | { readonly code: 'nothing-to-settle'; readonly total: Fen }
  | { readonly code: 'line-unknown'; readonly line: string }
  | { readonly code: 'line-takes-back'; readonly line: number };

export type SettlingRefusal =
  | StatementsRefusal
  | StatementRefusal
  | SettlementRefusal
  | InvoiceRefusal
  | AccountRefusal
  | Unhandled;
