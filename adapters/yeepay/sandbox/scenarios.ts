import { z } from 'zod';

/** What may happen to an order instead of a plain payment. */
export const scenarios = [
  'pay',
  // The order is answered and not taken.
  'refuse',
  'short-of-funds',
  'busy',
  'unavailable',
  'misconfigured',
  // It is not taken, and the client cannot know.
  'timeout-before',
  'bad-gateway',
  'drop-before',
  // It is taken, and the client cannot know.
  'timeout-after',
  'bad-gateway-after',
  'drop-connection',
  'unsigned-answer',
  'wrong-signature',
  // It is taken and ends otherwise.
  'fail-later',
  'fail-then-pay',
  'short-later',
  'cancel-later',
  'stuck',
  'return-later',
  // Its news come in another way.
  'notify-twice',
  'notify-first',
  'notify-badly',
  'notify-forged',
  'notify-truncated',
  'notify-stale',
  'notify-never',
  // Its questions are answered in another way.
  'query-lag',
  'query-other-amount',
  'repeat-refused',
] as const;
export type Scenario = (typeof scenarios)[number];

export const scenarioRule = z.strictObject({
  scenario: z.enum(scenarios),
  /** For one request number, one amount, one merchant, the end of a card number … */
  requestNo: z.string().optional(),
  amount: z.string().optional(),
  merchantNo: z.string().optional(),
  cardEnding: z.string().regex(/^\d+$/).optional(),
  /** … or for this share (0–1) of those that the rest of the rule fits. */
  rate: z.number().min(0).max(1).optional(),
  /** For so many orders only. */
  times: z.number().int().positive().optional(),
  /** Why it fails, for `fail-later`. */
  failCode: z.string().optional(),
});
export type ScenarioRule = z.output<typeof scenarioRule>;
