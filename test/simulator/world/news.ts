import { fen } from '../../../domain/money.ts';
import type { Notification } from '../../../domain/ports/payment-provider.ts';
import type { NotificationOutcome } from '../../../src/payouts/notified.ts';
import type { Faults } from '../faults.ts';
import { hour, minute, second, type VirtualTime } from '../virtual-time.ts';

/** Stands for the provider's signature: whoever does not know it cannot write genuine news. */
const seal = 'genuine';

const newsOf = ({ requestNo, merchantNo, amount }: Notification, sealedWith = seal): string =>
  JSON.stringify([requestNo, merchantNo, String(amount), sealedWith]);

export const readNews = (body: string): Notification | undefined => {
  const [requestNo = '', merchantNo = '', amount = '0', sealedWith] = JSON.parse(body) as string[];
  return sealedWith === seal ? { requestNo, merchantNo, amount: fen(BigInt(amount)) } : undefined;
};

/** Pauses between attempts until the service has said that it understood, ms. */
const pauses = [0, 5 * minute, 10 * minute, hour, 12 * hour] as const;

export type NewsOptions = {
  readonly time: VirtualTime;
  readonly faults: Faults;
  /** Hands a body to the service; undefined when nobody is there to take it. */
  readonly deliver: (body: string) => Promise<NotificationOutcome | undefined>;
};

/** The provider's notifications: lost, late, repeated, out of order, and now and then forged. */
export class News {
  readonly #with: NewsOptions;

  constructor(options: NewsOptions) {
    this.#with = options;
  }

  /** Tells of an order until it is understood, or patience ends. */
  tell(news: Notification): void {
    const { faults } = this.#with;
    const delay = faults.strikes('notification late')
      ? faults.chance('late news').between(minute, 30 * hour)
      : faults.chance('news').between(10, 3 * second);
    this.#attempt(newsOf(news), delay, 0);
    if (faults.strikes('notification repeated')) {
      const again = faults.chance('news again').between(second, hour);
      this.#attempt(newsOf(news), delay + again, pauses.length);
    }
    if (faults.strikes('notification of another amount')) {
      const other = { ...news, amount: fen((news.amount ?? 0n) + 1n) };
      this.#attempt(newsOf(other), faults.chance('other news').between(0, hour), pauses.length);
    }
    if (faults.strikes('notification forged')) {
      const body = newsOf(news, 'forged');
      this.#attempt(body, faults.chance('forged').between(0, hour), pauses.length);
    }
  }

  #attempt(body: string, delay: number, nth: number): void {
    const { time, faults, deliver } = this.#with;
    const again = (): void => {
      if (nth >= pauses.length) return;
      this.#attempt(body, pauses[nth] ?? 12 * hour, nth + 1);
    };
    time.at(time.millis + delay, () => {
      if (faults.strikes('notification lost')) return again();
      void deliver(body).then((outcome) => {
        if (outcome === undefined || outcome === 'not-settled') again();
      });
    });
  }
}
