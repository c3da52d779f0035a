import { hash } from 'node:crypto';
import type { ScenarioRule } from './scenarios.ts';

type Asked = {
  readonly requestNo: string;
  readonly merchantNo: string;
  readonly amount: string;
  readonly cardNumber: string;
};

const fits = (rule: ScenarioRule, { requestNo, merchantNo, amount, cardNumber }: Asked): boolean =>
  (rule.requestNo ?? requestNo) === requestNo &&
  (rule.merchantNo ?? merchantNo) === merchantNo &&
  (rule.amount ?? amount) === amount &&
  cardNumber.endsWith(rule.cardEnding ?? '');

/**
 * A fraction in [0, 1) that depends on the seed, the order and the attempt alone: the same seed gives
 * the same fate whatever else goes on, and what failed once need not fail again.
 */
const fraction = (seed: number, requestNo: string, attempt: number): number =>
  Number.parseInt(hash('sha256', `${seed} ${requestNo} ${attempt}`, 'hex').slice(0, 12), 16) /
  2 ** 48;

/**
 * Picks what happens to an order: the first rule that fits; the rates of the fitting ones share
 * one roll.
 */
export class ScenarioChooser {
  readonly #seed: number;
  readonly #rules: () => readonly ScenarioRule[];
  /** How often each order came without being taken, and each rule was used. */
  readonly #attempts = new Map<string, number>();
  readonly #uses = new WeakMap<ScenarioRule, number>();

  constructor(seed: number, rules: () => readonly ScenarioRule[]) {
    this.#seed = seed;
    this.#rules = rules;
  }

  choose(asked: Asked): ScenarioRule {
    const attempt = this.#attempts.get(asked.requestNo) ?? 0;
    this.#attempts.set(asked.requestNo, attempt + 1);
    let roll = fraction(this.#seed, asked.requestNo, attempt);
    for (const rule of this.#rules()) {
      const uses = this.#uses.get(rule) ?? 0;
      const { rate = 1, times = Number.POSITIVE_INFINITY } = rule;
      if (uses >= times || !fits(rule, asked)) continue;
      if (roll < rate) {
        this.#uses.set(rule, uses + 1);
        return rule;
      }
      roll -= rate;
    }
    return { scenario: 'pay' };
  }

  /** It is taken: its attempts need not be counted any longer. */
  taken(requestNo: string): void {
    this.#attempts.delete(requestNo);
  }
}
