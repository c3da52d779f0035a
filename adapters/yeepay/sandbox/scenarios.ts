import { z } from 'zod';

/** What may happen to an order. Chosen for a request number, for an amount, or at random by rates. */
export const scenarios = [
  'pay',
  'refuse',
  'short-of-funds',
  'fail-later',
  'short-later',
  'stuck',
  'return-later',
  'timeout-before',
  'timeout-after',
  'drop-connection',
  'bad-gateway',
  'unsigned-answer',
  'notify-twice',
  'notify-first',
  'notify-badly',
  'notify-never',
  'query-lag',
] as const;
export type Scenario = (typeof scenarios)[number];

export const scenarioRule = z.strictObject({
  scenario: z.enum(scenarios),
  /** For one request number, one amount, or this share (0–1) of all orders. */
  requestNo: z.string().optional(),
  amount: z.string().optional(),
  rate: z.number().min(0).max(1).optional(),
});
export type ScenarioRule = z.output<typeof scenarioRule>;

/** A small generator of fractions in [0, 1): the same seed, the same fractions (mulberry32). */
export const fractions = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Picks what happens to an order: the first rule that names it, else a roll of the dice. */
export const scenarioChooser = (seed: number) => {
  const roll = fractions(seed);
  let rules: readonly ScenarioRule[] = [];
  return {
    roll,
    set: (next: readonly ScenarioRule[]) => {
      rules = next;
    },
    get: () => rules,
    choose: (requestNo: string, amount: string): Scenario => {
      const named = rules.find((rule) => rule.requestNo === requestNo || rule.amount === amount);
      if (named !== undefined) return named.scenario;
      let left = roll();
      for (const { scenario, rate = 0 } of rules) {
        if (left < rate) return scenario;
        left -= rate;
      }
      return 'pay';
    },
  };
};
