import type { PayeeId, PayerId, PayoutId, Reference } from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { Day } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { BillEvidence, Compared, LedgerEvidence } from './break-evidence.ts';

/**
 * What may differ between the ledger, the provider's bills and its balance (长款, a surplus, as much
 * as 短款, a shortfall). The words are those of the trade; see docs/reconciliation.md.
 */
export const breakTypes = [
  // The provider says that money moved; the ledger does not.
  'provider-only',
  // The ledger says that money moved; no bill does.
  'ledger-only',
  'amount-diff',
  'fee-diff',
  // Billed to another payer than the one who owes it.
  'payer-diff',
  // Still under way here, ended there.
  'status-diff',
  // 退票: paid here, sent back by the bank there.
  'returned-late',
  // More than one line for one request.
  'duplicate',
  // 日切: the two sides have it on different days.
  'cutoff',
  'totals-diff',
  'balance-diff',
] as const;
export type BreakType = (typeof breakTypes)[number];

/** Which paper of the provider a break was seen in: the bill of payments or returns, or the account itself. */
export type BreakPaper = 'payments' | 'returns' | 'funds';

/** What the machine may do about a break without asking anybody. */
export type AutomaticAction = 'apply' | 'ignore' | 'link';

/** One difference, with the evidence of both sides. The same difference has the same id on every day and in every run. */
export type Break = {
  readonly breakId: Reference;
  readonly type: BreakType;
  readonly paper: BreakPaper;
  /** The day whose papers show it. */
  readonly day: Day;
  readonly payerId?: PayerId;
  readonly requestNo?: string;
  readonly payoutId?: PayoutId;
  readonly account?: PayeeId;
  /** How much more (or, negative, less) the provider holds than the books because of it. */
  readonly cash: Amount;
  /** The first lines of the bill that say so, at most `linesMax`. */
  readonly bill: readonly BillEvidence[];
  readonly ledger?: LedgerEvidence;
  /** What the payer's account shows under this request on the day: + in, − out, fee included. Absent: it was not read. */
  readonly moved?: Amount;
  readonly compared?: readonly Compared[];
  readonly automatic?: AutomaticAction;
};

/** Lines of the bill that a break keeps as evidence. */
export const linesMax = 10;
/** So many differences are not a day's differences but a wrong file; a run that finds more is refused. */
export const breaksMax = 10_000;

/** What a person would usually do about it first. */
export const suggestionFor = ({ type, automatic, cash }: Break): string => {
  if (automatic !== undefined) return automatic;
  switch (type) {
    case 'provider-only':
      return cash === '0.00' ? 'ask-provider' : 'freeze-and-suspend';
    case 'ledger-only':
      return 'wait-for-later-bill';
    case 'duplicate':
    case 'amount-diff':
    case 'payer-diff':
    case 'fee-diff':
      return cash === '0.00' ? 'ask-provider' : 'suspend-and-ask-provider';
    case 'status-diff':
    case 'returned-late':
      return 'apply';
    case 'cutoff':
      return 'link';
    case 'totals-diff':
    case 'balance-diff':
      return 'find-cause-before-sign-off';
    default:
      return unreachable(type);
  }
};
