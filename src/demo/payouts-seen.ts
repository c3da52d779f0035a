import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Clients } from './clients.ts';

const underWay = ['requested', 'submitted', 'accepted', 'in-doubt'] as const;
const lookEveryMs = 250;

const payoutPage = z.object({
  items: z.array(
    z.object({
      payoutId: z.string(),
      state: z.string(),
      net: z.string(),
      tax: z.string(),
      gross: z.string(),
      account: z.string(),
      payerId: z.string(),
      statementId: z.string().optional(),
    }),
  ),
  next: z.string().nullable(),
});
export type PayoutSeen = z.output<typeof payoutPage>['items'][number];

/** Waits until no payout is under way any more, or patience ends. */
export const payoutsEnded = async (
  clients: Clients,
  patienceMs: number,
  say: (line: string) => void,
): Promise<void> => {
  const until = Date.now() + patienceMs;
  for (let lookedAt = 0; ; lookedAt += 1) {
    let open = 0;
    for (const state of underWay) open += (await listPayouts(clients, state, 1000)).length;
    if (open === 0) return;
    if (Date.now() > until) throw new Error(`${open} payouts are still under way`);
    if (lookedAt % 4 === 0) say(`${open} payouts under way`);
    await pause(lookEveryMs);
  }
};

/** All payouts, or those of a state; `most` bounds how many are read. */
export const listPayouts = async (
  clients: Clients,
  state: string | undefined,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly PayoutSeen[]> => {
  const found: PayoutSeen[] = [];
  for (let cursor: string | null = ''; cursor !== null && found.length < most; ) {
    const parts: string[] = [
      'limit=1000',
      ...(state === undefined ? [] : [`state=${state}`]),
      ...(cursor === '' ? [] : [`cursor=${encodeURIComponent(cursor)}`]),
    ];
    const page = payoutPage.parse(
      await clients.must('finance', undefined, 'GET', `/v1/payouts?${parts.join('&')}`),
    );
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
};
