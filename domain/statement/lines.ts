import type { EarningId, PayeeId, Reference } from '../identifiers.ts';
import { type Amount, amountFromFact, type Fen, total } from '../money.ts';
import type { EarningSource } from '../policy/withdrawal-policy.ts';
import type { Instant } from '../time.ts';

/**
 * One line of a settlement statement. Amounts are signed: what the payer owes is positive, what is
 * taken back negative. Lines are numbered from 1 in the order they are listed.
 */
export type StatementLine =
  /** A completed service; `at` is when it was completed. */
  | (Line<'earning'> & OfEarning & { readonly source: EarningSource; readonly serviceRef?: string })
  /** An earning of this statement, taken back wholly or in part before it was issued. */
  | (Line<'reversal'> & OfEarning)
  /** An earning of an earlier statement, taken back after that was issued: `corrects` names it. */
  | (Line<'adjustment'> & OfEarning & { readonly corrects?: Reference })
  /** A correction that finance posted to the organization's account, two people together. */
  | Line<'correction'>;

type Line<Kind extends string> = {
  readonly kind: Kind;
  /** The id under which it was recorded: of the earning, the reversal or the adjustment. */
  readonly ref: Reference | EarningId;
  readonly amount: Amount;
  readonly at: Instant;
  /** The statement on which it stood before: voided since, or the line was disputed there. */
  readonly carriedFrom?: Reference;
};

type OfEarning = { readonly earningId: EarningId; readonly doctorId: PayeeId };

/** What the lines of one fact may be: far below what one append may carry, whatever the ids' length. */
export const linesPerFact = 1_000;

/** A line's amount in fen; negative where it takes back. */
export const lineAmount = (line: StatementLine): Fen => amountFromFact(line.amount);

/** What the lines come to, in fen. */
export const sumOfLines = (lines: readonly StatementLine[]): Fen => total(lines.map(lineAmount));
