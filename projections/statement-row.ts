import type { PayeeId, PayerId, Reference } from '../domain/identifiers.ts';
import { type Amount, amountFromFact, amountText, type Fen } from '../domain/money.ts';
import type { StatementFact } from '../domain/statement/facts.ts';
import type { Statement } from '../domain/statement/state.ts';
import type { Instant, Month } from '../domain/time.ts';

/** One thing that was said about a statement, or that happened to it. */
export type StatementStep = {
  readonly what: Exclude<StatementFact['type'], 'StatementLinesListed'>;
  readonly at: Instant;
  readonly by: string;
  readonly reason?: string;
  readonly payoutId?: string;
};

export type StatementRow = {
  readonly statementId: Reference;
  readonly organizationId: PayeeId;
  readonly payerId: PayerId;
  readonly period: Month;
  readonly version: number;
  readonly begunAt: Instant;
  readonly gross: Fen;
  readonly policy: string;
  /** The same state as the decider's: folded by the same function. */
  readonly statement: Statement;
  /** Its lines may be claimed again, or were. */
  readonly released: boolean;
  readonly steps: readonly StatementStep[];
};

export const written = ({ listed, issued, parts, ...rest }: Statement) => ({
  ...rest,
  listed: { ...listed, total: amountText(listed.total) },
  ...(issued === undefined ? {} : { issued: { ...issued, total: amountText(issued.total) } }),
  parts: parts.map((part) => ({ ...part, amount: amountText(part.amount) })),
});

type Written = Omit<Statement, 'listed' | 'issued' | 'parts'> & {
  readonly listed: Omit<Statement['listed'], 'total'> & { readonly total: Amount };
  readonly issued?: Omit<NonNullable<Statement['issued']>, 'total'> & { readonly total: Amount };
  readonly parts: readonly (Omit<Statement['parts'][number], 'amount'> & {
    readonly amount: Amount;
  })[];
};

export const readBack = ({ listed, issued, parts, ...rest }: Written): Statement => ({
  ...rest,
  listed: { ...listed, total: amountFromFact(listed.total) },
  issued: issued === undefined ? undefined : { ...issued, total: amountFromFact(issued.total) },
  parts: parts.map((part) => ({ ...part, amount: amountFromFact(part.amount) })),
});
