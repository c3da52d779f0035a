import type { AccountFact } from './account/facts.ts';
import { entriesOfAccount } from './books/account-entries.ts';
import type { Entry } from './books/entry.ts';
import { entriesOfPayer } from './books/payer-entries.ts';
import { entriesOfReconciliation } from './books/reconciliation-entries.ts';
import type { PayeeId } from './identifiers.ts';
import type { JobFact } from './jobs/facts.ts';
import type { LeaseFact } from './lease/facts.ts';
import type { OrganizationFact } from './organization/facts.ts';
import type { PayeeFact } from './payee/facts.ts';
import type { PayerFact } from './payer/facts.ts';
import type { FreezeFact } from './payout/freeze.ts';
import type { Position } from './ports/event-store.ts';
import type { PracticeFact } from './practice/decider.ts';
import type { ReconciliationFact } from './reconciliation/facts.ts';
import type { SettlementFact } from './settlement/facts.ts';
import type { StatementFact } from './statement/facts.ts';
import type { InvoiceFact } from './statement/invoice-number.ts';
import type { Instant, Month } from './time.ts';
import { unreachable } from './unreachable.ts';

/** Any fact of the ledger, with what its stream says it is about. */
export type LedgerFact =
  | {
      readonly about: 'account';
      readonly payee: PayeeId;
      readonly period: Month;
      readonly fact: AccountFact;
    }
  | { readonly about: 'payee'; readonly fact: PayeeFact }
  | { readonly about: 'payer'; readonly fact: PayerFact }
  | { readonly about: 'organization'; readonly fact: OrganizationFact }
  | { readonly about: 'practice'; readonly fact: PracticeFact }
  | { readonly about: 'freeze'; readonly fact: FreezeFact }
  | { readonly about: 'job'; readonly fact: JobFact }
  | { readonly about: 'lease'; readonly fact: LeaseFact }
  | { readonly about: 'reconciliation'; readonly fact: ReconciliationFact }
  | { readonly about: 'statement'; readonly fact: StatementFact }
  | { readonly about: 'settlement'; readonly fact: SettlementFact }
  | { readonly about: 'invoice'; readonly fact: InvoiceFact };

/** A fact as it was recorded: where it stands in the log, when and by whom it was said. */
export type RecordedFact = LedgerFact & {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Instant;
  readonly actor: string;
  /** The link of the stream's chain that this fact closes. */
  readonly hash: string;
};

/** The balanced entries a fact makes in the books; none when it moves no money. */
export const entriesOf = (recorded: LedgerFact): readonly Entry[] => {
  switch (recorded.about) {
    case 'account':
      return entriesOfAccount(recorded.payee, recorded.fact);
    case 'payer':
      return entriesOfPayer(recorded.fact);
    case 'reconciliation':
      return entriesOfReconciliation(recorded.fact);
    case 'payee':
    case 'organization':
    case 'practice':
    case 'freeze':
    case 'job':
    case 'lease':
    case 'statement':
    case 'settlement':
    case 'invoice':
      return [];
    default:
      return unreachable(recorded);
  }
};

export const accountStream = (payee: PayeeId, period: Month): string =>
  `account-${payee}-${period}`;
