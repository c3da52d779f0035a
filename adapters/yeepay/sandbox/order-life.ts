import { hash } from 'node:crypto';
import { amountFromRequest, amountText, type Fen, fen, minus } from '../../../domain/money.ts';
import type { Notifier } from './notifier.ts';
import type { SandboxOrder, SandboxOrders } from './orders.ts';
import type { Scenario } from './scenarios.ts';
import { queryFields } from './views.ts';

const feePerOrder = fen(100n);

export type OrderAsked = {
  readonly merchantNo: string;
  readonly requestNo: string;
  readonly orderAmount: string;
  readonly notifyUrl?: string | undefined;
  readonly receiverInfo: {
    readonly receiverAccountNo: string;
    readonly receiverAccountName: string;
    readonly receiverBankCode?: string | undefined;
  };
};

export type LifeOptions = {
  readonly orders: SandboxOrders;
  readonly notifier: Notifier;
  readonly now: () => number;
  readonly stepMs: number;
};

/** Takes orders and moves them through their states, by what was chosen to happen to them. */
export class OrderLife {
  readonly #with: LifeOptions;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: LifeOptions) {
    this.#with = options;
  }

  /** Goes on with what a stop of the process had interrupted. */
  resume(): void {
    for (const order of this.#with.orders.all())
      if (isUnderWay(order)) this.#later(order.requestNo);
  }

  /** Takes an order; the caller has checked the number and the balance. */
  take(asked: OrderAsked, amount: Fen, scenario: Scenario): SandboxOrder {
    const { requestNo, merchantNo, notifyUrl, receiverInfo } = asked;
    const order = this.#with.orders.put({
      requestNo,
      merchantNo,
      orderNo: `UA${hash('sha256', `${merchantNo}/${requestNo}`, 'hex').slice(0, 20).toUpperCase()}`,
      amount: amountText(amount),
      fee: amountText(feePerOrder),
      content: contentOf(asked),
      status: 'REQUEST_RECEIVE',
      orderedAt: this.#with.now(),
      ...(notifyUrl === undefined ? {} : { notifyUrl }),
      bankCode: receiverInfo.receiverBankCode ?? '',
      last4: receiverInfo.receiverAccountNo.slice(-4),
      holder: `${receiverInfo.receiverAccountName.slice(0, 1)}*`,
      scenario,
    });
    this.#later(requestNo);
    return order;
  }

  cancel(order: SandboxOrder): boolean {
    if (order.status !== 'REQUEST_RECEIVE' && order.status !== 'REQUEST_ACCEPT') return false;
    this.#end(order, { status: 'CANCELED' });
    return true;
  }

  /** The bank sends the money back. */
  sendBack(order: SandboxOrder): SandboxOrder {
    return this.#with.orders.put({ ...order, returnedAt: this.#with.now() });
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #later(requestNo: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#step(requestNo);
    }, this.#with.stepMs);
    this.#timers.add(timer);
  }

  #step(requestNo: string): void {
    const order = this.#with.orders.get(requestNo);
    if (order === undefined) return;
    switch (order.status) {
      case 'REQUEST_RECEIVE':
        this.#with.orders.put({ ...order, status: 'REMITING' });
        this.#later(requestNo);
        return;
      case 'REQUEST_ACCEPT':
      case 'REMITING':
        return this.#finish(order);
      case 'SUCCESS':
        if (order.scenario === 'return-later' && order.returnedAt === undefined)
          this.#tell(this.sendBack(order));
        return;
      case 'FAIL':
      case 'CANCELED':
        return;
    }
  }

  #finish(order: SandboxOrder): void {
    if (order.scenario === 'stuck') return;
    if (order.scenario === 'fail-later')
      return this.#end(order, { status: 'FAIL', failCode: 'CARD_INVALID' });
    const { balance } = this.#with.orders.totals(order.merchantNo);
    const needed = amountFromRequest(order.amount) ?? balance;
    if (order.scenario === 'short-later' || minus(balance, needed) < feePerOrder) {
      return this.#end(order, { status: 'FAIL', failCode: 'BALANCE_INSUFFICIENT' });
    }
    this.#end(order, { status: 'SUCCESS' });
    if (order.scenario === 'return-later') this.#later(order.requestNo);
  }

  #end(
    order: SandboxOrder,
    change: Pick<SandboxOrder, 'status'> & { readonly failCode?: string },
  ): void {
    this.#tell(this.#with.orders.put({ ...order, ...change, finishedAt: this.#with.now() }));
  }

  #tell(order: SandboxOrder): void {
    const { notifyUrl: url, scenario } = order;
    if (url === undefined || scenario === 'notify-never') return;
    const text = JSON.stringify(queryFields(order));
    if (scenario === 'notify-badly') return this.#with.notifier.notifyBadly(url, text);
    this.#with.notifier.notify(url, text);
    if (scenario === 'notify-twice') this.#with.notifier.notify(url, text);
  }
}

/** Everything an order says, so that other content under an old number is recognised. */
export const contentOf = (asked: OrderAsked): string =>
  hash('sha256', JSON.stringify(asked), 'hex');

const isUnderWay = ({ status }: SandboxOrder): boolean =>
  status === 'REQUEST_RECEIVE' || status === 'REQUEST_ACCEPT' || status === 'REMITING';
