import type { PayeeId, PayerId } from '../domain/identifiers.ts';
import type { Fen } from '../domain/money.ts';
import type { EarningSource } from '../domain/policy/withdrawal-policy.ts';
import type { Instant, Month } from '../domain/time.ts';
import type { LineKind } from './doctor-statement-kinds.ts';

/**
 * What a month did to what is owed, in fen:
 * opening + earned − reversed − tax − paid + adjustments = closing.
 * Owed is all that is not paid yet: free, held, under way, in doubt and returned by the bank.
 */
export type StatementSums = {
  readonly opening: Fen;
  readonly earned: Fen;
  readonly reversed: Fen;
  /** Withheld for the tax office; below zero where more was given back than withheld. */
  readonly tax: Fen;
  /** Net, less what the bank sent back. */
  readonly paid: Fen;
  readonly adjustments: Fen;
  readonly closing: Fen;
};

/** Where what is owed lies. */
export const partNames = ['payable', 'held', 'inFlight', 'inDoubt', 'returned'] as const;
type PartName = (typeof partNames)[number];
export type StatementParts = { readonly [part in PartName]: Fen };

/** One fact that changed what is owed by one payer: `amount` is by how much. */
export type DoctorStatementLine = {
  /** When it was recorded: the order of lines. */
  readonly at: Instant;
  readonly happenedAt: Instant;
  readonly kind: LineKind;
  readonly ref: string;
  readonly payerId: PayerId;
  readonly amount: Fen;
  readonly tax: Fen;
  readonly paid: Fen;
};

/** One fact that moved money of one payer between the parts of what is owed, which it left as it was. */
export type StatementMove = Omit<DoctorStatementLine, 'tax' | 'paid'> & {
  readonly from: PartName;
  readonly to: PartName;
};

export type PayerStatement = StatementSums & {
  readonly payerId: PayerId;
  readonly openingParts: StatementParts;
  readonly closingParts: StatementParts;
};

export type DoctorStatement = StatementSums & {
  readonly account: PayeeId;
  readonly month: Month;
  readonly byPayer: readonly PayerStatement[];
  /** What was earned, by kind of service, in the order of their names. */
  readonly bySource: readonly { readonly source: EarningSource; readonly earned: Fen }[];
  readonly lines: readonly DoctorStatementLine[];
  readonly moves: readonly StatementMove[];
};
