import { type Fen, minus, negated, plus, zero } from '../../domain/money.ts';
import type { Movement } from '../../domain/ports/merchant-account.ts';
import type { OtherMovement } from '../../domain/reconciliation/payer-day.ts';
import { addDays, type Day } from '../../domain/time.ts';
import type { BillKind, ReconcilePorts } from './ports.ts';

/** What the provider says of one merchant's day. Undefined: it did not say. */
export type MerchantDay = {
  readonly opening: Fen | undefined;
  readonly closing: Fen | undefined;
  readonly flow: Flow | undefined;
};

/** All that moved a merchant's account on a day. */
export type Flow = {
  readonly moneyIn: Fen;
  readonly moneyOut: Fen;
  /** By request number: what payments took, fee included, and what returns brought back. */
  readonly moved: ReadonlyMap<string, { readonly [kind in BillKind]: Fen }>;
  readonly others: readonly OtherMovement[];
};

/** At a hundred a page; a day with more movements is held against balances and bills alone. */
const pagesMax = 2_000;

/**
 * What the provider says of one merchant's account on a day: balances before and after, and all
 * movements. Undefined is what it did not say.
 */
export const merchantDay = async (
  { provider }: Pick<ReconcilePorts, 'provider'>,
  merchantNo: string,
  day: Day,
): Promise<MerchantDay> => {
  const [opening, closing] = await Promise.all(
    [addDays(day, -1), day].map(async (at) => {
      const answer = await provider.endOfDayBalance(merchantNo, at);
      return answer.outcome === 'found' ? answer.balance : undefined;
    }),
  );
  return { opening, closing, flow: await flowOf(provider, merchantNo, day) };
};

const flowOf = async (
  provider: ReconcilePorts['provider'],
  merchantNo: string,
  day: Day,
): Promise<Flow | undefined> => {
  const moved = new Map<string, { [kind in BillKind]: Fen }>();
  const others: OtherMovement[] = [];
  let [moneyIn, moneyOut] = [zero, zero];
  for (let page = 1; page <= pagesMax; page += 1) {
    const answer = await provider.movements({ merchantNo, from: day, until: day, page });
    if (answer.outcome === 'unknown') return undefined;
    for (const movement of answer.items) {
      const { amount, fee, kind, flowNo, requestNo } = movement;
      if (amount >= zero) moneyIn = plus(moneyIn, amount);
      else moneyOut = plus(moneyOut, negated(amount));
      moneyOut = plus(moneyOut, fee);
      if (kind === 'payout' && requestNo !== undefined) count(moved, requestNo, movement);
      else others.push({ flowNo, kind, amount: minus(amount, fee) });
    }
    if (!answer.more) return { moneyIn, moneyOut, moved, others };
  }
  return undefined;
};

/** A payout that came back is a movement of its own, of the same request, in. */
const count = (
  moved: Map<string, { [kind in BillKind]: Fen }>,
  requestNo: string,
  { amount, fee }: Movement,
): void => {
  const known = moved.get(requestNo) ?? { payments: zero, returns: zero };
  const kind = amount < zero ? 'payments' : 'returns';
  moved.set(requestNo, { ...known, [kind]: plus(known[kind], minus(amount, fee)) });
};
