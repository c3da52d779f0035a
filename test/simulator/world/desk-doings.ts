import type { EarningId, PayeeId, PayoutId, Reference } from '../../../domain/identifiers.ts';
import { fen } from '../../../domain/money.ts';
import { instantOfMillis } from '../../../domain/time.ts';
import type { DeskCommand } from '../../../src/ledger/desk.ts';
import { doctorOf, payerOf, payers } from '../cast.ts';
import type { ShadowPayout } from '../checks/shadow-account.ts';
import type { Action } from '../plan.ts';
import { hour } from '../virtual-time.ts';
import type { Answer } from './callers.ts';
import { type Memory, oneOf } from './memory.ts';
import type { World } from './world.ts';

/** Asks the desk for something about an account until it is answered. */
export const askDesk = (
  world: World,
  account: PayeeId,
  by: string,
  command: DeskCommand,
): Promise<Answer<unknown>> =>
  world.callers.ask(`finance:${by}`, `${command.type}:${account}`, ({ ledger }, asking) =>
    ledger.desk.handle(account, command, asking),
  );

/** What platform and finance do by hand. */
export const doAtTheDesk = async (world: World, memory: Memory, action: Action): Promise<void> => {
  const { what, id, doctor, payer, pick } = action;
  const account = doctorOf(doctor);
  const amount = fen(action.fen);
  switch (what) {
    case 'reverse':
      return reverse(world, memory, action);
    case 'hold': {
      const holdId = `hold-${id}` as Reference;
      memory.holds.push({ doctor: account, id: holdId });
      const earning = pick % 2 === 0 ? oneOf(memory.earnings, pick) : undefined;
      const about = earning?.doctorId === account ? { earningId: earning.earningId } : {};
      const payerId = earning?.payerId ?? payerOf(payer);
      const hold = { holdId, payerId, amount: fen(amount / 10n + 1n), reason: 'complaint' };
      const answer = await askDesk(world, account, 'ann', { type: 'PlaceHold', ...hold, ...about });
      return acknowledged(world, answer, `hold ${account} ${holdId}`, hold.amount);
    }
    case 'release': {
      const hold = oneOf(memory.holds, pick);
      if (hold === undefined) return;
      const holdId = hold.id as Reference;
      const answer = await askDesk(world, hold.doctor, 'ann', { type: 'ReleaseHold', holdId });
      if (!answer.ok && world.checks.ids.said.has(`hold ${hold.doctor} ${holdId}`))
        world.broken('what was placed can be released', `${holdId}: ${answer.refusal.code}`);
      return;
    }
    case 'adjust': {
      const adjustmentId = `adj-${id}` as Reference;
      memory.adjustments.push({ account, id: adjustmentId });
      const signed = fen(pick % 3 === 0 ? -amount / 20n - 1n : amount / 20n + 1n);
      const asked = {
        adjustmentId,
        payerId: payerOf(payer),
        amount: signed,
        reason: 'r',
        by: 'ann',
      };
      await askDesk(world, account, 'ann', { type: 'ProposeAdjustment', ...asked });
      return;
    }
    case 'approve': {
      const known = oneOf(memory.adjustments, pick);
      if (known === undefined) return;
      const by = pick % 4 === 0 ? 'ann' : 'bob';
      const adjustmentId = known.id as Reference;
      await askDesk(world, known.account, by, { type: 'ApproveAdjustment', adjustmentId, by });
      return;
    }
    case 'cancel payout':
    case 'decide alone':
      return meddle(world, action);
    case 'fund':
      return fund(world, payer, 1_000_000n + action.fen, `fund-${id}`);
    default:
      return;
  }
};

const acknowledged = (
  { checks, broken }: World,
  answer: Answer<unknown>,
  what: string,
  amount: bigint,
): void => {
  if (answer.ok && checks.ids.said.get(what) !== amount)
    broken('acknowledged is in the log', `${what} over ${amount} fen`);
};

const reverse = async (
  world: World,
  memory: Memory,
  { id, pick, fen: part }: Action,
): Promise<void> => {
  const told = oneOf(memory.earnings, pick);
  if (told === undefined) return;
  const reversalId = `rev-${id}` as Reference;
  const earningId = told.earningId as EarningId;
  const whole = pick % 2 === 0 ? told.gross : fen((part % told.gross) + 1n);
  const asked = { reversalId, earningId, amount: whole, reason: 'refund' };
  const answer = await world.callers.ask('platform:sim', `Reverse:${id}`, ({ ledger }, asking) =>
    ledger.desk.reverse(told.doctorId, asked, asking),
  );
  acknowledged(world, answer, `reversal ${told.doctorId} ${reversalId}`, whole);
};

const isInDoubt = ({ state }: ShadowPayout): boolean => state === 'in-doubt';
const isUnderWay = ({ state }: ShadowPayout): boolean =>
  state === 'requested' || state === 'submitted' || state === 'accepted';

/** Somebody tries what only two people, or nobody, may do. */
const meddle = async (world: World, { what, pick }: Action): Promise<void> => {
  const all = [...world.checks.shadow.payouts.values()];
  const wanted = what === 'cancel payout' ? isUnderWay : isInDoubt;
  const payout = oneOf(all.filter(wanted), pick) ?? oneOf(all, pick);
  if (payout === undefined) return;
  const account = payout.account as PayeeId;
  const payoutId = payout.id as PayoutId;
  if (what === 'cancel payout') {
    const command = {
      type: 'CancelPayout',
      payoutId,
      reason: 'a change of mind',
      by: 'ann',
    } as const;
    await askDesk(world, account, 'ann', command);
    return;
  }
  // The same person twice, and of two minds.
  const asked = {
    type: 'ResolvePayout',
    payoutId,
    outcome: 'rejected',
    note: 'n',
    by: 'eve',
  } as const;
  await askDesk(world, account, 'eve', asked);
  await askDesk(world, account, 'eve', asked);
};

/** The payer sends money to the provider; the ledger hears of it some hours later. */
export const fund = async (
  world: World,
  payer: number,
  amount: bigint,
  id: string,
): Promise<void> => {
  const { bank, time, callers, checks, broken } = world;
  const merchantNo = payers[payer - 1]?.merchantNo ?? '';
  bank.fund(merchantNo, amount);
  const receivedAt = instantOfMillis(time.millis);
  await time.pass(world.faults.isFair ? 0 : world.faults.chance('funding').between(0, 6 * hour));
  const fundingId = id as Reference;
  const answer = await callers.ask('finance:ann', `Fund:${id}`, ({ ledger }, asking) => {
    const about = { payerId: payerOf(payer), now: asking.now, receivedAt };
    const command = { type: 'ReceiveFunding' as const, ...about, fundingId, amount: fen(amount) };
    return ledger.parties.handlePayer(command, asking);
  });
  if (answer.ok && checks.ids.said.get(`funding ${id}`) !== amount)
    broken('acknowledged is in the log', `funding ${id} over ${amount} fen`);
};
