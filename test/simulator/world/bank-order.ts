import type { Fen } from '../../../domain/money.ts';
import type { OrderStanding, PaymentInstruction } from '../../../domain/ports/payment-order.ts';
import { instantOfMillis } from '../../../domain/time.ts';

/** What will become of an order at the provider, decided when it is taken. */
export type Fate = {
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  readonly end: 'paid' | 'failed' | 'cancelled';
  readonly returnedAt: number | undefined;
  /** Until then a query says "not found". */
  readonly visibleFrom: number;
  readonly repeatRefused: boolean;
};

/** An order as the provider has it. */
export type BankOrder = {
  readonly orderNo: string;
  readonly instruction: PaymentInstruction;
  readonly takenAt: number;
  readonly fee: Fen;
  fate: Fate;
  state: 'processing' | 'paid' | 'failed' | 'cancelled' | 'returned';
};

/** What has left the payer's balance for an order and is still gone. */
export const leftFor = ({ state, fee, instruction }: BankOrder): bigint => {
  if (state === 'paid') return instruction.amount + fee;
  return state === 'returned' ? fee : 0n;
};

export const standingOf = ({ state, fate, fee }: BankOrder): OrderStanding => {
  switch (state) {
    case 'processing':
    case 'cancelled':
      return { state };
    case 'failed':
      return { state, reasonCode: 'card-closed-or-frozen', providerCode: 'UA99' };
    case 'paid':
      return { state, finishedAt: instantOfMillis(fate.endsAt), fee };
    case 'returned': {
      const returnedAt = instantOfMillis(fate.returnedAt ?? fate.endsAt);
      return { state, finishedAt: instantOfMillis(fate.endsAt), returnedAt, fee };
    }
  }
};
