import type { Fen } from '../money.ts';
import type { Day, Instant } from '../time.ts';

/** What a bill says of itself, as far as it does, and what it calls its columns. Comes before the first line. */
export type BillHead = {
  readonly kind: 'head';
  readonly line: number;
  readonly day: Day | undefined;
  readonly count: number | undefined;
  readonly amount: Fen | undefined;
  readonly columns: {
    readonly day: string;
    readonly merchantNo: string;
    readonly finishedAt: string;
  };
};

/** One payment or return of a bill. Names and cards are in the bill as well; nobody here needs them. */
export type BillLine = {
  readonly kind: 'line';
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly requestNo: string;
  readonly orderNo: string;
  readonly merchantNo: string | undefined;
  readonly amount: Fen;
  readonly fee: Fen;
  readonly debited: Fen | undefined;
  readonly orderedAt: Instant | undefined;
  readonly finishedAt: Instant;
  /** Undefined where the bill has no such column. */
  readonly status: 'paid' | 'returned' | 'failed' | undefined;
};

/** What is wrong with a bill, where, and with which column by its own name; never what the cell held. */
export type BillFault = {
  readonly kind: 'fault';
  readonly line: number;
  readonly column: string | undefined;
  readonly problem:
    | 'empty'
    | 'not-an-amount'
    | 'not-a-time'
    | 'not-a-status'
    // After these nothing more can be read: the bill is not whole.
    | 'no-header'
    | 'not-csv'
    | 'wrong-charset'
    | 'interrupted';
};
