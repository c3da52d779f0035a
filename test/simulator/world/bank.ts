import { type Fen, fen } from '../../../domain/money.ts';
import type {
  OrderAnswer,
  PaymentInstruction,
  QueryAnswer,
} from '../../../domain/ports/payment-order.ts';
import type { ReturnedOrder } from '../../../domain/ports/payment-provider.ts';
import { type Day, dayOf, instantOfMillis } from '../../../domain/time.ts';
import type { Faults, ProviderScenario } from '../faults.ts';
import { type Chance, chanceOf } from '../random.ts';
import { day, hour, minute, second, type VirtualTime } from '../virtual-time.ts';
import { type BankOrder, type Fate, leftFor, standingOf } from './bank-order.ts';

/** How long the provider recognises a request number: a little longer than it promises. */
const memoryMs = 26 * hour;

export type BankOptions = {
  readonly seed: number;
  readonly time: VirtualTime;
  readonly faults: Faults;
  /** Told before an order is taken, on every attempt. */
  readonly onAsked: (instruction: PaymentInstruction) => void;
  /** Told when money has left or come back, or an order has ended without. */
  readonly onMoved: (order: BankOrder) => void;
  readonly broken: (rule: string, detail: string) => void;
};

/** The provider and the banks behind it: what is true about money, whatever the ledger believes. */
export class Bank {
  readonly orders = new Map<string, BankOrder>();
  /** Request numbers of which the provider has certainly said no. */
  readonly refused = new Set<string>();
  readonly #with: BankOptions;
  readonly #funded = new Map<string, bigint>();

  constructor(options: BankOptions) {
    this.#with = options;
  }

  fund(merchantNo: string, amount: bigint): void {
    this.#funded.set(merchantNo, (this.#funded.get(merchantNo) ?? 0n) + amount);
  }

  /** What the provider holds for a merchant. */
  balance(merchantNo: string): bigint {
    let balance = this.#funded.get(merchantNo) ?? 0n;
    for (const order of this.orders.values())
      if (order.instruction.merchantNo === merchantNo) balance -= leftFor(order);
    return balance;
  }

  /** Takes an order, or says why not; the answer has yet to reach whoever asked. */
  take(instruction: PaymentInstruction): OrderAnswer {
    const { requestNo, merchantNo, amount } = instruction;
    const { time, faults, onAsked, broken } = this.#with;
    onAsked(instruction);
    const known = this.orders.get(requestNo);
    if (known !== undefined) {
      if (time.millis - known.takenAt > memoryMs)
        broken('paid twice', `${requestNo} was sent again after its number was forgotten`);
      if (JSON.stringify(parameters(known.instruction)) !== JSON.stringify(parameters(instruction)))
        broken('byte-equal parameters', `${requestNo} was sent again with other parameters`);
      return known.fate.repeatRefused && faults.count('repeat refused')
        ? { outcome: 'may-have-happened', detail: 'the number was used before' }
        : { outcome: 'accepted', orderNo: known.orderNo, standing: { state: 'processing' } };
    }
    const chance = chanceOf(this.#with.seed, 'order', requestNo);
    if (this.#scenario(chance, 25, 'refused at once')) {
      this.refused.add(requestNo);
      return { outcome: 'rejected', providerCode: 'UA00', detail: 'refused' };
    }
    if (this.#free(merchantNo) < amount + feeOf(amount))
      return { outcome: 'not-sent', cause: 'payer-short-of-funds', detail: 'UA00012' };
    const order: BankOrder = {
      orderNo: `Y${this.orders.size + 1}`,
      instruction,
      takenAt: time.millis,
      fee: feeOf(amount),
      fate: this.#fate(chance),
      state: 'processing',
    };
    this.orders.set(requestNo, order);
    this.#plan(order);
    return { outcome: 'accepted', orderNo: order.orderNo, standing: { state: 'processing' } };
  }

  /** Where an order stands, as a query is answered. */
  look(requestNo: string): QueryAnswer {
    const order = this.orders.get(requestNo);
    if (order === undefined || order.fate.visibleFrom > this.#with.time.millis)
      return { outcome: 'not-found' };
    const { amount, merchantNo } = order.instruction;
    const { orderNo } = order;
    return {
      outcome: 'found',
      orderNo,
      amount,
      merchantNo,
      requestNo,
      standing: standingOf(order),
    };
  }

  /** What came back to a merchant on these days. */
  returned(merchantNo: string, from: Day, until: Day): readonly ReturnedOrder[] {
    const items: ReturnedOrder[] = [];
    for (const { instruction, orderNo, state, fate } of this.orders.values()) {
      if (state !== 'returned' || instruction.merchantNo !== merchantNo) continue;
      const returnedAt = instantOfMillis(fate.returnedAt ?? fate.endsAt);
      const { requestNo, amount } = instruction;
      if (from <= dayOf(returnedAt) && dayOf(returnedAt) <= until)
        items.push({ requestNo, orderNo, amount, returnedAt, reason: 'closed' });
    }
    return items;
  }

  /** Ends within a day whatever is still under way. */
  hurry(): void {
    const { time } = this.#with;
    for (const order of this.orders.values()) {
      if (order.state !== 'processing') continue;
      order.fate = { ...order.fate, endsAt: Math.min(order.fate.endsAt, time.millis + day) };
      this.#plan(order);
    }
  }

  /** What a merchant may still spend: orders under way are reserved. */
  #free(merchantNo: string): bigint {
    let free = this.balance(merchantNo);
    for (const { instruction, fee, state } of this.orders.values()) {
      if (state === 'processing' && instruction.merchantNo === merchantNo)
        free -= instruction.amount + fee;
    }
    return free;
  }

  #scenario(chance: Chance, oneIn: number, name: ProviderScenario): boolean {
    return !this.#with.faults.isFair && chance.oneIn(oneIn) && this.#with.faults.count(name);
  }

  #fate(chance: Chance): Fate {
    const { millis } = this.#with.time;
    const soon = millis + chance.between(second, 10 * minute);
    const visibleFrom = this.#scenario(chance, 8, 'query lags behind')
      ? millis + chance.between(second, 100 * second)
      : millis;
    const repeatRefused = chance.oneIn(2);
    const common = { visibleFrom, repeatRefused, returnedAt: undefined, end: 'paid' as const };
    if (this.#scenario(chance, 10, 'slow to pay'))
      return { ...common, endsAt: millis + chance.between(10 * minute, 2 * day) };
    if (this.#scenario(chance, 12, 'paid before the answer'))
      return { ...common, endsAt: millis + 1 };
    if (this.#scenario(chance, 14, 'failed later'))
      return { ...common, endsAt: soon, end: 'failed' };
    if (this.#scenario(chance, 40, 'short of funds later'))
      return { ...common, endsAt: soon, end: 'failed' };
    if (this.#scenario(chance, 40, 'cancelled by the provider'))
      return { ...common, endsAt: soon, end: 'cancelled' };
    if (this.#scenario(chance, 30, 'stuck for days'))
      return { ...common, endsAt: millis + chance.between(2 * day, 9 * day) };
    if (this.#scenario(chance, 10, 'returned by the bank'))
      return { ...common, endsAt: soon, returnedAt: soon + chance.between(minute, 4 * day) };
    if (this.#scenario(chance, 30, 'returned in another month'))
      return { ...common, endsAt: soon, returnedAt: soon + chance.between(5 * day, 20 * day) };
    return { ...common, endsAt: soon };
  }

  #plan(order: BankOrder): void {
    const { time } = this.#with;
    time.at(order.fate.endsAt, () => this.#end(order));
  }

  #end(order: BankOrder): void {
    const { time, onMoved } = this.#with;
    if (order.state !== 'processing' || order.fate.endsAt > time.millis) return;
    order.state = order.fate.end;
    onMoved(order);
    const { returnedAt } = order.fate;
    if (returnedAt === undefined || order.state !== 'paid') return;
    time.at(returnedAt, () => {
      order.state = 'returned';
      onMoved(order);
    });
  }
}

const feeOf = (amount: Fen): Fen => fen(amount > 500_000n ? 200n : 100n);

const parameters = ({
  requestNo,
  merchantNo,
  amount,
  cardNumber,
  holderName,
  bankCode,
  accountKind,
}: PaymentInstruction) => [
  requestNo,
  merchantNo,
  String(amount),
  cardNumber,
  holderName,
  bankCode,
  accountKind,
];
