import type { PayeeId, PayerId, PayoutId } from '../domain/identifiers.ts';
import type { Fen } from '../domain/money.ts';
import type { TaxMethod } from '../domain/tax/tax-rules.ts';
import type { Instant, Month } from '../domain/time.ts';

/** One posting of a payment, or of a payment's being undone, in fen; an undone one is negative. */
export type WithholdingPosting = {
  /** When it was recorded: the month it is posted in. */
  readonly at: Instant;
  readonly gross: Fen;
  readonly tax: Fen;
};

/** What was withheld from one payout. */
export type WithholdingRow = {
  readonly payoutId: PayoutId;
  readonly account: PayeeId;
  readonly payerId: PayerId;
  readonly taxMethod: TaxMethod;
  /** The month whose income it counts as: that of the request. */
  readonly taxMonth: Month;
  /** Pays again what the bank sent back. */
  readonly again?: true;
  readonly postings: readonly WithholdingPosting[];
};
