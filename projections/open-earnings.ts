import { type Fen, minus, plus, smaller, total } from '../domain/money.ts';
import type { Day } from '../domain/time.ts';

/** Something earned of which some is left to be paid. */
export type OpenEarning = {
  /** The order of recording. */
  readonly number: number;
  readonly availableOn: Day;
  /** What no payout has taken yet, in fen. */
  left: Fen;
};

/** What is left to be paid, first available first, then first recorded. */
export class OpenEarnings<Earning extends OpenEarning> {
  #queue: Earning[] = [];
  /** Everything before this place is used up. */
  #first = 0;

  total(): Fen {
    return total(this.#queue.slice(this.#first).map(({ left }) => left));
  }

  add(earning: Earning): void {
    this.#queue.splice(this.#placeOf(earning), 0, earning);
  }

  /** Takes an amount from the first ones; says how much they did not have. */
  take(amount: Fen, taken: (earning: Earning, part: Fen) => void): Fen {
    let rest = amount;
    while (rest > 0n) {
      const earning = this.#queue[this.#first];
      if (earning === undefined) break;
      const part = smaller(earning.left, rest);
      earning.left = minus(earning.left, part);
      rest = minus(rest, part);
      if (part > 0n) taken(earning, part);
      if (earning.left === 0n) this.#first += 1;
    }
    this.#forgetUsedUp();
    return rest;
  }

  giveBack(earning: Earning, part: Fen): void {
    const place = this.#placeOf(earning);
    // It may still stand there, used up only in part.
    const isThere = place > this.#first && this.#queue[place - 1] === earning;
    earning.left = plus(earning.left, part);
    if (!isThere) this.#queue.splice(place, 0, earning);
  }

  /** Behind all that come before it or are itself. */
  #placeOf(earning: Earning): number {
    let [low, high] = [this.#first, this.#queue.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#queue[middle];
      if (other !== undefined && isBefore(earning, other)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #forgetUsedUp(): void {
    if (this.#first < 1_000 || this.#first * 2 < this.#queue.length) return;
    this.#queue = this.#queue.slice(this.#first);
    this.#first = 0;
  }
}

const isBefore = (a: OpenEarning, b: OpenEarning): boolean =>
  a.availableOn === b.availableOn ? a.number < b.number : a.availableOn < b.availableOn;
