import type { EarlierEarning } from '../../domain/account/commands.ts';
import type { Account, EarningKey, Reversal } from '../../domain/account/state.ts';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import { plus, zero } from '../../domain/money.ts';
import type { Month } from '../../domain/time.ts';
import { type ClosedMonths, closedBackTo } from './closed-months.ts';

/** An earning of a closed month, with all that later closed months took back of it. */
export const earningWithReversals = async (
  closed: ClosedMonths,
  account: PayeeId,
  newest: Month | undefined,
  key: EarningKey,
): Promise<EarlierEarning | undefined> => {
  let reversed = { amount: zero, fee: zero };
  const reversals = new Map<Reference, Reversal>();
  for await (const month of closedBackTo(closed, account, newest, undefined)) {
    const part = month.reversed.get(key);
    if (part !== undefined) {
      reversed = {
        amount: plus(reversed.amount, part.amount),
        fee: plus(reversed.fee, part.fee),
      };
    }
    addReversals(reversals, month, key);
    const earning = month.earnings.get(key);
    if (earning !== undefined) return { earning, reversed, reversals };
  }
  return undefined;
};

const addReversals = (into: Map<Reference, Reversal>, month: Account, key: EarningKey): void => {
  for (const [reversalId, reversal] of month.reversals) {
    if (reversal.earning === key) into.set(reversalId, reversal);
  }
};
