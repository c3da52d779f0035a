import type { PayoutState } from '../account/payout-state.ts';
import type { PayeeId, PayerId, PayoutId } from '../identifiers.ts';
import type { Fen } from '../money.ts';
import type { Day, Instant } from '../time.ts';
import type { BillStatus } from './break-evidence.ts';

/** A line of a day's bill, as it is matched. */
export type BilledLine = {
  readonly requestNo: string;
  /** The day whose bill it stands in. */
  readonly day: Day;
  readonly line: number;
  readonly orderNo: string;
  readonly merchantNo: string | undefined;
  readonly amount: Fen;
  readonly fee: Fen;
  readonly finishedAt: Instant;
  readonly status: BillStatus;
};

/** A payout that the ledger calls paid, or sent back, on the day. */
export type SettledPayout = {
  readonly payoutId: PayoutId;
  readonly account: PayeeId;
  readonly payerId: PayerId;
  readonly net: Fen;
  readonly fee: Fen;
  readonly paidAt: Instant;
  readonly returnedAt?: Instant;
};

/** All that the ledger knows of a payout, whatever its state. */
export type KnownPayout = Pick<SettledPayout, 'payoutId' | 'account' | 'payerId' | 'net'> & {
  readonly state: PayoutState;
  readonly fee: Fen | undefined;
  readonly paidAt: Instant | undefined;
  readonly returnedAt: Instant | undefined;
};

/** What stands on either side under one request number. */
export type Pair = {
  readonly requestNo: string;
  readonly lines: readonly BilledLine[];
  readonly settled: SettledPayout | undefined;
};

/**
 * Pairs two sides that both come in the order of their request numbers. Nothing is kept but the
 * pair at hand, so a day may be of any size.
 */
export function* paired(
  lines: Iterable<BilledLine>,
  settled: Iterable<SettledPayout>,
): Generator<Pair> {
  const [billed, paid] = [lines[Symbol.iterator](), settled[Symbol.iterator]()];
  let line = billed.next();
  let payout = paid.next();
  while (line.done !== true || payout.done !== true) {
    const requestNo = smallest(
      line.done === true ? undefined : line.value.requestNo,
      payout.done === true ? undefined : payout.value.payoutId,
    );
    const group: BilledLine[] = [];
    while (line.done !== true && line.value.requestNo === requestNo) {
      group.push(line.value);
      line = billed.next();
    }
    let own: SettledPayout | undefined;
    if (payout.done !== true && payout.value.payoutId === requestNo) {
      own = payout.value;
      payout = paid.next();
    }
    yield { requestNo, lines: group, settled: own };
  }
}

const smallest = (a: string | undefined, b: string | undefined): string => {
  if (a === undefined || b === undefined) return a ?? b ?? '';
  return a < b ? a : b;
};
