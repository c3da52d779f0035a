import { amountFromFact, amountText, type Fen, plus } from '../../../domain/money.ts';
import { addDays, dayOf, instantOfMillis, millisOf, startOfDay } from '../../../domain/time.ts';
import { isUnderWay, orderNoOf, type SandboxOrder } from './order.ts';
import type { OrderAsked } from './order-asked.ts';
import type { OrderNews } from './order-news.ts';
import type { SandboxOrders } from './orders.ts';
import type { ScenarioRule } from './scenarios.ts';
import { balanceOf } from './sums.ts';

export type LifeOptions = {
  readonly orders: SandboxOrders;
  readonly news: OrderNews;
  readonly now: () => number;
  /** From one state to the next, ms. */
  readonly stepMs: number;
  readonly fee: Fen;
};

/** How an order ends, or is made to end. */
export type Ending = Pick<SandboxOrder, 'status' | 'failCode'>;

const hour = 3_600_000;
const cardInvalid = 'CARD_INVALID';
const shortOfFunds = 'BALANCE_INSUFFICIENT';
const longestWaitMs = 60_000;

/** Takes orders and moves them through their states, by what was chosen to happen to them. */
export class OrderLife {
  readonly #with: LifeOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: LifeOptions) {
    this.#with = options;
  }

  /** Goes on with what a stop of the process had interrupted. */
  resume(): void {
    for (const order of [...this.#with.orders.all()]) {
      if (isUnderWay(order) || hasMoreToCome(order)) this.#later(order.requestNo);
      else if (order.told !== true) this.#with.news.tell(order);
    }
  }

  /** Takes an order; the caller has checked the number and the balance. */
  take(asked: OrderAsked, amount: Fen, { scenario, failCode }: ScenarioRule): SandboxOrder {
    const { requestNo, merchantNo, notifyUrl, receiverInfo, receiveType } = asked;
    const order = this.#with.orders.put({
      requestNo,
      merchantNo,
      orderNo: orderNoOf(merchantNo, requestNo),
      amount: amountText(amount),
      fee: amountText(this.#with.fee),
      content: asked.content,
      status: 'REQUEST_RECEIVE',
      orderedAt: this.#with.now(),
      receiveType,
      notifyUrl,
      bankCode: receiverInfo.receiverBankCode ?? '',
      last4: receiverInfo.receiverAccountNo.slice(-4),
      holder: `${receiverInfo.receiverAccountName.slice(0, 1)}*`,
      scenario,
      ...(failCode === undefined ? {} : { plannedFailCode: failCode }),
    });
    this.#later(requestNo);
    return order;
  }

  cancel(order: SandboxOrder): boolean {
    if (order.status !== 'REQUEST_RECEIVE' && order.status !== 'REQUEST_ACCEPT') return false;
    this.settle(order, { status: 'CANCELED' });
    return true;
  }

  /** Ends an order, also one that had ended otherwise: news may contradict what was said before. */
  settle(order: SandboxOrder, ending: Ending): SandboxOrder {
    const ended = this.#end(order, ending);
    this.#with.news.tell(ended);
    return ended;
  }

  /** The bank sends the money back. The status stays, as it does at the provider. */
  sendBack(order: SandboxOrder): SandboxOrder {
    const returnedAt = this.#with.now();
    const returned = this.#with.orders.put({ ...order, returnedAt, told: false });
    this.#with.news.tell(returned);
    return returned;
  }

  /** Ends an order and lets the news arrive before its answer does. */
  async endFirst(order: SandboxOrder): Promise<void> {
    const ended = this.#end(order, { status: 'SUCCESS' });
    await this.#with.news.tellFirst(ended);
  }

  /** Orders for a later hour look at the clock again. */
  clockMoved(): void {
    for (const [requestNo] of [...this.#timers]) this.#later(requestNo);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #later(requestNo: string, pauseMs = this.#with.stepMs): void {
    clearTimeout(this.#timers.get(requestNo));
    const timer = setTimeout(() => {
      this.#timers.delete(requestNo);
      this.#step(requestNo);
    }, pauseMs);
    this.#timers.set(requestNo, timer);
  }

  #step(requestNo: string): void {
    const order = this.#with.orders.get(requestNo);
    switch (order?.status) {
      case 'REQUEST_RECEIVE':
        this.#with.orders.put({ ...order, status: 'REQUEST_ACCEPT' });
        this.#later(requestNo);
        break;
      case 'REQUEST_ACCEPT': {
        const waitMs = dueAt(order) - this.#with.now();
        if (waitMs <= 0) this.#with.orders.put({ ...order, status: 'REMITING' });
        this.#later(requestNo, waitMs > 0 ? Math.min(waitMs, longestWaitMs) : undefined);
        break;
      }
      case 'REMITING':
        if (order.scenario !== 'stuck') this.#finish(order);
        break;
      case 'SUCCESS':
        if (hasMoreToCome(order)) this.sendBack(order);
        break;
      case 'FAIL':
        if (hasMoreToCome(order)) this.settle(order, { status: 'SUCCESS', failCode: undefined });
        break;
      case 'CANCELED':
      case undefined:
        break;
    }
  }

  #finish(order: SandboxOrder): void {
    const ended = this.settle(order, this.#endingOf(order));
    if (hasMoreToCome(ended)) this.#later(order.requestNo);
  }

  #endingOf({ scenario, merchantNo, amount, fee, plannedFailCode }: SandboxOrder): Ending {
    if (scenario === 'cancel-later') return { status: 'CANCELED' };
    const failCode =
      scenario === 'fail-later' ? (plannedFailCode ?? cardInvalid) : failCodes[scenario];
    if (failCode !== undefined) return { status: 'FAIL', failCode };
    const balance = balanceOf(this.#with.orders.sums(merchantNo));
    const needed = plus(amountFromFact(amount), amountFromFact(fee));
    return balance < needed ? { status: 'FAIL', failCode: shortOfFunds } : { status: 'SUCCESS' };
  }

  #end(order: SandboxOrder, ending: Ending): SandboxOrder {
    clearTimeout(this.#timers.get(order.requestNo));
    this.#timers.delete(order.requestNo);
    return this.#with.orders.put({
      ...order,
      ...ending,
      finishedAt: this.#with.now(),
      told: false,
    });
  }
}

/** How orders of these scenarios fail. */
const failCodes: { readonly [scenario: string]: string | undefined } = {
  'fail-then-pay': 'BANK_INFO_WRONG',
  'short-later': shortOfFunds,
};

/** It has ended, and yet something will still happen to it. */
const hasMoreToCome = ({ scenario, status, returnedAt }: SandboxOrder): boolean =>
  (scenario === 'return-later' && status === 'SUCCESS' && returnedAt === undefined) ||
  (scenario === 'fail-then-pay' && status === 'FAIL');

/** When an order may leave: at once, after two hours, or at seven the next morning. */
const dueAt = ({ receiveType, orderedAt }: SandboxOrder): number => {
  if (receiveType === 'TWO_HOUR') return orderedAt + 2 * hour;
  if (receiveType !== 'NEXT_DAY') return orderedAt;
  return millisOf(startOfDay(addDays(dayOf(instantOfMillis(orderedAt)), 1))) + 7 * hour;
};
