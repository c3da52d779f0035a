import type { PayeeId } from '../../../domain/identifiers.ts';
import type { Fen } from '../../../domain/money.ts';
import type { EarningTold } from '../../../src/ledger/earning-told.ts';

/** What the callers remember to have asked: they repeat, contradict and take back. */
export type Memory = {
  readonly earnings: EarningTold[];
  readonly withdrawals: {
    readonly doctor: PayeeId;
    readonly id: string;
    readonly amount: Fen | 'all';
  }[];
  readonly holds: { readonly doctor: PayeeId; readonly id: string }[];
  readonly adjustments: { readonly account: PayeeId; readonly id: string }[];
};

export const emptyMemory = (): Memory => ({
  earnings: [],
  withdrawals: [],
  holds: [],
  adjustments: [],
});

/** One of what there is; undefined while there is nothing. */
export const oneOf = <Item>(items: readonly Item[], pick: number): Item | undefined =>
  items.length === 0 ? undefined : items[pick % items.length];
