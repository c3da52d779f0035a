import { hash } from 'node:crypto';
import { ownReference, type PayerId } from '../../domain/identifiers.ts';
import { type Fen, zero } from '../../domain/money.ts';
import type { Paper, PaperOf } from '../../domain/reconciliation/agreement.ts';
import type { Identify } from '../../domain/reconciliation/evidence.ts';
import { addDays, type Day } from '../../domain/time.ts';
import { type MerchantDay, merchantDay } from './account.ts';
import { type Merchants, merchantsOf } from './payers.ts';
import type { BillKind, ReconcilePorts } from './ports.ts';

/** Tells how far a run is: what it is doing, and how much of it is done. */
export type Told = (step: string, done: number) => void;

/** What a run knows of the provider's accounts before it looks at any bill. */
export type FindContext = {
  readonly day: Day;
  readonly merchants: Merchants;
  /** Without those of whom the provider says nothing and who hold nothing. */
  readonly accounts: ReadonlyMap<string, MerchantDay>;
  /** What moved under each request number; undefined where not every account was read. */
  readonly moved: ReadonlyMap<string, Moved> | undefined;
  readonly identify: Identify;
  readonly told: Told;
};
type Moved = {
  readonly merchantNo: string;
  readonly amounts: { readonly [kind in BillKind]: Fen };
};

/** All that is looked up before a day's breaks are found. */
export const findContext = async (
  ports: ReconcilePorts,
  day: Day,
  told: Told,
): Promise<FindContext> => {
  const merchants = await merchantsOf(ports);
  const accounts = new Map<string, MerchantDay>();
  for (const [merchantNo, payers] of merchants) {
    told('accounts', accounts.size);
    const account = await merchantDay(ports, merchantNo, day);
    if (isSilent(account) && heldNothing(ports.views, payers, day)) continue;
    accounts.set(merchantNo, account);
  }
  const identify = identifier(ports.providerName);
  return { day, merchants, accounts, moved: movedIn(accounts), identify, told };
};

/** The provider says nothing at all of this merchant. */
const isSilent = ({ opening, closing, flow }: MerchantDay): boolean =>
  opening === undefined && closing === undefined && flow === undefined;

/** Who had no money there and moved none cannot have paid: a payer not set up yet must not hold up all others. */
const heldNothing = (
  views: ReconcilePorts['views'],
  payers: readonly PayerId[],
  day: Day,
): boolean =>
  payers.every(
    (payer) =>
      views.cashAtEndOf(payer, addDays(day, -1)).answer === zero &&
      views.cashMovedOn(payer, day).answer === undefined,
  );

const movedIn = (accounts: FindContext['accounts']): ReadonlyMap<string, Moved> | undefined => {
  const moved = new Map<string, Moved>();
  for (const [merchantNo, { flow }] of accounts) {
    if (flow === undefined) return undefined;
    for (const [requestNo, amounts] of flow.moved) moved.set(requestNo, { merchantNo, amounts });
  }
  return moved;
};

/** Ids that depend on nothing but what makes a break this one. */
const identifier =
  (provider: string): Identify =>
  (words) => {
    const text = hash('sha256', JSON.stringify([provider, ...words]), 'hex').slice(0, 24);
    return ownReference(`brk-${text}`);
  };

/** Whether the accounts, all of them read, show no movement of the kind; undefined: not all were read. */
export const nothingMoved = ({ moved }: FindContext, kind: BillKind): boolean | undefined =>
  moved && [...moved.values()].every(({ amounts }) => amounts[kind] === zero);

export function* requestsMoved({ moved }: FindContext, kind: BillKind): Iterable<string> {
  for (const [requestNo, { amounts }] of moved ?? []) if (amounts[kind] !== zero) yield requestNo;
}

/** What is known of one paper of the day: the bill of payments or of returns. */
export const paperOf = (context: FindContext, paper: Paper): PaperOf => {
  const { day, merchants, moved } = context;
  const merchantOf = new Map<PayerId, string>();
  for (const [merchantNo, payers] of merchants)
    for (const payer of payers) merchantOf.set(payer, merchantNo);
  return {
    paper,
    day,
    merchantOf: (payer) => merchantOf.get(payer),
    payerOf: (merchantNo, requestNo) =>
      merchants.get(merchantNo ?? moved?.get(requestNo)?.merchantNo ?? '')?.[0],
    moved: moved && ((requestNo) => moved.get(requestNo)?.amounts[paper] ?? zero),
  };
};
