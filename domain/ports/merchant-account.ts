import type { Fen } from '../money.ts';
import type { Instant } from '../time.ts';

export type BalanceAnswer =
  | { readonly outcome: 'found'; readonly balance: Fen }
  | { readonly outcome: 'unknown'; readonly detail: string };

/** What moved the payer's balance at the provider. `other`: a code of the provider that we have no word for. */
export type MovementKind =
  | 'payout'
  | 'withdrawal'
  | 'recharge'
  | 'transfer'
  | 'acquiring'
  | 'other';

export type Movement = {
  readonly at: Instant;
  readonly flowNo: string;
  readonly kind: MovementKind;
  /** Ours, where the movement belongs to an order. */
  readonly requestNo: string | undefined;
  /** Positive came in, negative went out; a payout that came back is a `payout` with a positive amount. */
  readonly amount: Fen;
  readonly fee: Fen;
  /** What was held after it. */
  readonly balance: Fen;
};

export type MovementsAnswer =
  | { readonly outcome: 'found'; readonly items: readonly Movement[]; readonly more: boolean }
  | { readonly outcome: 'unknown'; readonly detail: string };
