import { request } from 'undici';
import { z } from 'zod';
import { amountFromFact, type Fen, plus, zero } from '../../domain/money.ts';
import type { PayoutSeen } from './payouts-seen.ts';

const sandboxOrders = z.object({
  items: z.array(
    z.object({ requestNo: z.string(), amount: z.string(), status: z.string(), paid: z.boolean() }),
  ),
});

/** Our payouts against what the provider says it paid: every difference is one break. */
export const compareWithProvider = async (
  sandboxUrl: string,
  payouts: readonly PayoutSeen[],
): Promise<{
  /** For withdrawals. */
  readonly providerPaid: Fen;
  /** For organizations' statements. */
  readonly providerSettled: Fen;
  readonly breaks: number;
}> => {
  const answer = await request(`${sandboxUrl}/sandbox/orders`);
  const { items } = sandboxOrders.parse(await answer.body.json());
  const theirs = new Map(
    items
      .filter(({ paid }) => paid)
      .map(({ requestNo, amount }) => [requestNo, amountFromFact(amount)]),
  );
  let breaks = 0;
  let [providerPaid, providerSettled] = [zero, zero];
  const ofStatements = new Set(
    payouts.filter(({ statementId }) => statementId !== undefined).map(({ payoutId }) => payoutId),
  );
  for (const [requestNo, amount] of theirs)
    if (ofStatements.has(requestNo)) providerSettled = plus(providerSettled, amount);
    else providerPaid = plus(providerPaid, amount);
  for (const { payoutId, state, net } of payouts) {
    const ours = state === 'paid' ? amountFromFact(net) : zero;
    if (ours !== (theirs.get(payoutId) ?? zero)) breaks += 1;
    theirs.delete(payoutId);
  }
  return { providerPaid, providerSettled, breaks: breaks + theirs.size };
};
