import type { Notifier } from './notifier.ts';
import type { SandboxOrder } from './order.ts';
import type { SandboxOrders } from './orders.ts';
import { notificationText } from './views.ts';

const firstNewsWaitMs = 2_000;

/** Tells the merchant how its orders ended, in the way that was chosen for each. */
export class OrderNews {
  readonly #orders: SandboxOrders;
  readonly #notifier: Notifier;

  constructor(orders: SandboxOrders, notifier: Notifier) {
    this.#orders = orders;
    this.#notifier = notifier;
  }

  tell(order: SandboxOrder): void {
    const { notifyUrl: url, scenario } = order;
    if (url === undefined || scenario === 'notify-never') return;
    const text = notificationText(order);
    const told = () => this.#told(order);
    switch (scenario) {
      case 'notify-badly':
        void this.#notifier.deliver(url, text, 'garbled');
        break;
      case 'notify-forged':
        void this.#notifier.deliver(url, text, 'forged');
        break;
      case 'notify-truncated':
        void this.#notifier.deliver(url, text, 'truncated');
        break;
      case 'notify-stale':
        this.#notifier.notify(url, text, () => {
          told();
          const stale = notificationText({ ...order, status: 'REMITING' });
          void this.#notifier.deliver(url, stale);
        });
        break;
      default:
        this.#notifier.notify(url, text, told);
        if (scenario === 'notify-twice') this.#notifier.notify(url, text, told);
    }
  }

  /** Resolves when the news have arrived, or a little later when they do not. */
  async tellFirst(order: SandboxOrder): Promise<void> {
    const { notifyUrl: url } = order;
    if (url === undefined) return;
    const arrived = this.#notifier.deliver(url, notificationText(order));
    const late = new Promise<boolean>((resolve) => {
      setTimeout(resolve, firstNewsWaitMs, false).unref();
    });
    if (await Promise.race([arrived, late])) this.#told(order);
    else this.tell(order);
  }

  /** More may have happened meanwhile: those news are not told yet. */
  #told({ requestNo, status, returnedAt }: SandboxOrder): void {
    const order = this.#orders.get(requestNo);
    if (order?.status === status && order.returnedAt === returnedAt)
      this.#orders.put({ ...order, told: true });
  }
}
