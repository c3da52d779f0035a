import type { CardRef, PayeeId, PayoutId } from '../../../domain/identifiers.ts';
import { type Instant, instantOfMillis, millisOf } from '../../../domain/time.ts';
import { payerOf, payers } from '../cast.ts';
import type { ShadowPayout } from '../checks/shadow-account.ts';
import { chanceOf } from '../random.ts';
import { day, hour } from '../virtual-time.ts';
import { askDesk, fund } from './desk-doings.ts';
import type { World } from './world.ts';

/** How long finance leaves a doubt to the process before two people look into it, ms. */
const doubtMs = 2 * day;
const balanceKept = 8_000_000n;

/** Every morning finance looks at what came back, at old doubts, and at payers' balances. */
export const keepDesk = (world: World): void => {
  const { time, plan } = world;
  let round = 0;
  const morning = (): void => {
    round += 1;
    void lookThrough(world, round);
    time.at(time.millis + day, morning);
  };
  time.at(plan.start + 10 * hour, morning);
};

const lookThrough = async (world: World, round: number): Promise<void> => {
  const { shadow } = world.checks;
  for (const payout of [...shadow.payouts.values()]) {
    if (payout.state === 'returned') await settleReturn(world, payout);
    if (payout.state === 'in-doubt' || payout.state === 'submitted')
      await settleDoubt(world, payout);
  }
  for (const [at, { merchantNo }] of payers.entries()) {
    const isLow = world.bank.balance(merchantNo) < balanceKept;
    const seesIt = world.faults.isFair || chanceOf(world.plan.seed, 'top up', at, round).oneIn(2);
    if (isLow && seesIt) await fund(world, at + 1, 15_000_000n, `fund-${payerOf(at + 1)}-${round}`);
  }
};

/** Pays again to the card of today, or gives the money back to the account. */
const settleReturn = async (world: World, payout: ShadowPayout): Promise<void> => {
  const { parties } = world.checks;
  const account = payout.account as PayeeId;
  const payoutId = payout.id as PayoutId;
  const person = parties.person(account);
  const pays = chanceOf(world.plan.seed, 'pay again', payout.id).oneIn(2);
  if (!pays || !person.consented || person.card === undefined) {
    const command = { type: 'CancelPayout', payoutId, reason: 'came back', by: 'ann' } as const;
    const answer = await askDesk(world, account, 'ann', command);
    if (answer.ok || person.card === undefined) return;
  }
  const newPayoutId = `${payout.payment.first}R${payout.payment.attempts.length}` as PayoutId;
  const cardRef = person.card as CardRef;
  await askDesk(world, account, 'ann', {
    type: 'ReissuePayout',
    payoutId,
    newPayoutId,
    cardRef,
    by: 'ann',
  });
};

/** Two people look at what the provider's bill says, and decide only what is certain. */
const settleDoubt = async (world: World, payout: ShadowPayout): Promise<void> => {
  const since = millisOf((payout.submittedAt ?? instantOfMillis(world.time.millis)) as Instant);
  if (world.time.millis - since < doubtMs) return;
  const order = world.bank.orders.get(payout.id);
  if (order?.state === 'processing') return;
  const isPaid = order?.state === 'paid' || order?.state === 'returned';
  const outcome = isPaid ? ('paid' as const) : ('rejected' as const);
  const account = payout.account as PayeeId;
  const payoutId = payout.id as PayoutId;
  for (const by of ['ann', 'bob']) {
    const command = { type: 'ResolvePayout' as const, payoutId, outcome, note: 'the bill', by };
    await askDesk(world, account, by, command);
  }
};
