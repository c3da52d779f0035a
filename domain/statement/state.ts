import type { PayeeId, PayerId, PayoutId, Reference } from '../identifiers.ts';
import { amountFromFact, type Fen, plus, zero } from '../money.ts';
import type { Day, Instant, Month } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { PartState, StatementFact, StatementFactData } from './facts.ts';
import { sumOfLines } from './lines.ts';

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

/** One payout of the statement's money. */
export type Part = { readonly payoutId: PayoutId; readonly amount: Fen; readonly state: PartState };

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

export const newStatement: Statement = {
  state: 'listing',
  listed: { lines: 0, total: zero, digest: '' },
  issued: undefined,
  disputed: undefined,
  invoice: undefined,
  parts: [],
  changedAt: undefined,
};

/** Of parts that count: what failed and was tried again, or was replaced, is told by its successor. */
const counting = (parts: readonly Part[]): readonly Part[] =>
  parts.filter(({ state }) => state !== 'replaced');

/** The statement's state as its payouts tell it; with all of them failed the money is free again. */
export const stateOfParts = (parts: readonly Part[]): StatementState => {
  const all = counting(parts);
  if (all.some(({ state }) => state === 'returned')) return 'returned';
  if (all.every(({ state }) => state === 'failed')) return 'invoiced';
  return all.every(({ state }) => state === 'paid') ? 'paid' : 'scheduled';
};

export const failedParts = ({ parts }: Statement): readonly Part[] =>
  parts.filter(({ state }) => state === 'failed');

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

const withParts = (before: Statement, parts: readonly Part[]): Statement => ({
  ...before,
  parts,
  state: stateOfParts(parts),
});

const scheduled = (
  parts: readonly Part[],
  payouts: StatementFactData<'StatementScheduled'>['payouts'],
): readonly Part[] => [
  ...parts.map((part) =>
    payouts.some(({ retries }) => retries === part.payoutId)
      ? { ...part, state: 'replaced' as const }
      : part,
  ),
  ...payouts.map(({ payoutId, amount }) => ({
    payoutId,
    amount: amountFromFact(amount),
    state: 'under-way' as const,
  })),
];

/** A payout that is replaced hands its amount to the one that pays it again. */
const moved = (
  parts: readonly Part[],
  { payoutId, to, replacedBy }: StatementFactData<'StatementPayoutMoved'>,
): readonly Part[] =>
  parts.flatMap((part) => {
    if (part.payoutId !== payoutId) return [part];
    const now = { ...part, state: to };
    return replacedBy === undefined
      ? [now]
      : [now, { ...part, payoutId: replacedBy, state: 'under-way' as const }];
  });
