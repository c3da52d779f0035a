import type { PayeeId, PayerId, Reference } from '../identifiers.ts';
import { amountFromFact, type Fen, plus, zero } from '../money.ts';
import type { Day, Instant, Month } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { StatementFact, StatementFactData } from './facts.ts';
import { sumOfLines } from './lines.ts';
import { moved, type Part, scheduled, withParts } from './parts.ts';

/**
 * `listing` until all lines are there. `disputed` and `voided` are final: another version goes on.
 * `paid` may become `returned`, and paid again.
 */
export const statementStates = [
  'listing',
  'issued',
  'confirmed',
  'disputed',
  'invoiced',
  'scheduled',
  'paid',
  'returned',
  'voided',
] as const;
export type StatementState = (typeof statementStates)[number];

/** What rules need of a statement. Its lines are not here: they may be 200,000. */
export type Statement = {
  readonly state: StatementState;
  readonly listed: { readonly lines: number; readonly total: Fen; readonly digest: string };
  readonly issued: Issued | undefined;
  readonly disputed: { readonly lines: readonly number[]; readonly reason: string } | undefined;
  readonly invoice:
    | { readonly invoiceNo: Reference; readonly item: string; readonly dueOn: Day }
    | undefined;
  readonly parts: readonly Part[];
  readonly changedAt: Instant | undefined;
};

export type Issued = {
  readonly organizationId: PayeeId;
  readonly payerId: PayerId;
  readonly period: Month;
  readonly version: number;
  readonly total: Fen;
  readonly confirmBy: Day;
};

/** Before its first line. */
export const newStatement: Statement = {
  state: 'listing',
  listed: { lines: 0, total: zero, digest: '' },
  issued: undefined,
  disputed: undefined,
  invoice: undefined,
  parts: [],
  changedAt: undefined,
};

/** What a statement looks like after a fact. */
export const evolveStatement = (before: Statement, fact: StatementFact): Statement => ({
  ...afterFact(before, fact),
  changedAt: fact.data.at,
});

const afterFact = (before: Statement, { type, data }: StatementFact): Statement => {
  switch (type) {
    case 'StatementLinesListed':
      return { ...before, listed: withLines(before.listed, data) };
    case 'StatementIssued':
      return { ...before, state: 'issued', issued: { ...data, total: amountFromFact(data.total) } };
    case 'StatementConfirmed':
      return { ...before, state: 'confirmed' };
    case 'StatementDisputed':
      return { ...before, state: 'disputed', disputed: { lines: data.lines, reason: data.reason } };
    case 'StatementInvoiced': {
      const { invoiceNo, item, dueOn } = data;
      return { ...before, state: 'invoiced', invoice: { invoiceNo, item, dueOn } };
    }
    case 'StatementScheduled':
      return withParts(before, scheduled(before.parts, data.payouts));
    case 'StatementPayoutMoved':
      return withParts(before, moved(before.parts, data));
    case 'StatementPaid':
    case 'StatementReturned':
      return before;
    case 'StatementVoided':
      return { ...before, state: 'voided' };
    default:
      return unreachable(type);
  }
};

const withLines = (
  listed: Statement['listed'],
  { lines, digest }: StatementFactData<'StatementLinesListed'>,
): Statement['listed'] => ({
  lines: listed.lines + lines.length,
  total: plus(listed.total, sumOfLines(lines)),
  digest,
});
