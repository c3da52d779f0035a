import type { EarningId } from '../../../domain/identifiers.ts';
import { fen } from '../../../domain/money.ts';
import { type EarningSource, earningSources } from '../../../domain/policy/withdrawal-policy.ts';
import { addDays, firstDayOf, instantOfMillis, monthOf, startOfDay } from '../../../domain/time.ts';
import type { EarningTold } from '../../../src/ledger/earning-told.ts';
import { doctorOf, payerOf } from '../cast.ts';
import { bookedKey } from '../checks/earnings.ts';
import { type Misfortune, misfortunes } from '../faults.ts';
import type { Action } from '../plan.ts';
import { day, hour, minute } from '../virtual-time.ts';
import { doAtTheDesk } from './desk-doings.ts';
import { type Memory, oneOf } from './memory.ts';
import { doToParties } from './party-doings.ts';
import type { World } from './world.ts';

/** Does one thing of the plan, whoever does such things, until it is answered. */
export const perform = async (world: World, memory: Memory, action: Action): Promise<void> => {
  switch (action.what) {
    case 'earn':
    case 'earn for last month':
    case 'earn in a team':
      return tell(world, memory, earningOf(world, action));
    case 'tell again':
    case 'tell otherwise': {
      const told = oneOf(memory.earnings, action.pick);
      if (told === undefined) return;
      if (action.what === 'tell again') return tell(world, memory, told);
      return tell(world, memory, { ...told, gross: fen(told.gross + 1n) });
    }
    case 'withdraw':
    case 'withdraw all':
    case 'ask again':
    case 'ask otherwise':
      return withdraw(world, memory, action);
    case 'reverse':
    case 'hold':
    case 'release':
    case 'adjust':
    case 'approve':
    case 'cancel payout':
    case 'decide alone':
    case 'fund':
      return doAtTheDesk(world, memory, action);
    case 'process killed':
    case 'second instance started':
    case 'second instance stopped':
    case 'clock set forward':
    case 'clock set back':
    case 'provider down':
      return befall(world, action);
    default:
      return doToParties(world, action);
  }
};

const earningOf = (
  world: World,
  { id, what, doctor, payer, fen: amount, pick }: Action,
): EarningTold => {
  const { doctors } = world.plan;
  const now = instantOfMillis(world.time.millis - (pick % (12 * day)));
  const lastMonth = startOfDay(addDays(firstDayOf(monthOf(now)), -1 - (pick % 5)));
  const other = doctorOf((doctor % doctors) + 1);
  const source = earningSources[pick % earningSources.length] as EarningSource;
  return {
    earningId: `ern-${id}` as EarningId,
    doctorId: doctorOf(doctor),
    payerId: payerOf(payer),
    // Most of what doctors earn matures within a week, so that most of it is withdrawn.
    source: pick % 3 === 0 ? source : 'consultation',
    gross: fen(amount),
    platformFee: fen(amount / 10n),
    completedAt: what === 'earn for last month' ? lastMonth : now,
    ...(what === 'earn in a team'
      ? {
          team: [
            { doctorId: doctorOf(doctor), share: '2' },
            { doctorId: other, share: '1' },
          ],
        }
      : {}),
  };
};

/** Tells of an earning; once it is said to be booked, it is in the log, with what was told. */
const tell = async (world: World, memory: Memory, told: EarningTold): Promise<void> => {
  const { callers, checks, broken } = world;
  if (!memory.earnings.includes(told)) memory.earnings.push(told);
  const answer = await callers.ask(
    'platform:sim',
    `RecordEarning:${told.earningId}`,
    async ({ ledger }, asking) => ledger.earnings.record(told, asking),
  );
  world.note(`  told ${told.earningId}: ${answer.ok ? 'booked' : answer.refusal.code}`);
  if (!answer.ok) return;
  for (const { doctorId, gross, account } of answer.value.parts) {
    const booked = checks.earnings.booked.get(bookedKey(told.earningId, doctorId));
    if (booked?.gross !== gross || booked.account !== account)
      broken('acknowledged is in the log', `${told.earningId} of ${doctorId} as it was told`);
  }
  const all = answer.value.parts.reduce((sum, { gross }) => sum + gross, 0n);
  if (told.team === undefined && all !== told.gross)
    broken('acknowledged is in the log', `${told.earningId}: ${all} fen of ${told.gross}`);
};

const withdraw = async (world: World, memory: Memory, action: Action): Promise<void> => {
  const { callers, checks, broken } = world;
  const isNew = action.what === 'withdraw' || action.what === 'withdraw all';
  const before = oneOf(memory.withdrawals, action.pick);
  if (!isNew && before === undefined) return;
  const doctor = isNew ? doctorOf(action.doctor) : (before?.doctor ?? doctorOf(1));
  const id = isNew ? `wdr-${action.id}` : (before?.id ?? '');
  const fresh = action.what === 'withdraw' ? fen(action.fen + 10_000n) : ('all' as const);
  const again = action.what === 'ask again' ? (before?.amount ?? fresh) : fen(action.fen);
  const amount = isNew ? fresh : again;
  if (isNew) memory.withdrawals.push({ doctor, id, amount });
  const answer = await callers.ask(
    `doctor:${doctor}`,
    `RequestWithdrawal:${doctor}:${id}`,
    ({ ledger }, asking) => ledger.withdrawals.request(doctor, id as never, amount, asking),
  );
  world.note(`  asked ${id}: ${answer.ok ? 'accepted' : answer.refusal.code}`);
  if (answer.ok && checks.ids.said.get(`withdrawal ${doctor} ${id}`) !== amount)
    broken('acknowledged is in the log', `${doctor} ${id} for ${amount}`);
};

/** Reaching into machines, clocks and wires. */
const befall = (world: World, { what, pick }: Action): void => {
  const { faults, machines, time, plan } = world;
  const second = plan.shared ? machines[1] : undefined;
  const machine = oneOf(machines, pick);
  if (machine === undefined || !isMisfortune(what) || !faults.count(what)) return;
  const ms = (pick % (3 * hour)) + minute;
  const happens: { readonly [what in Misfortune]: () => unknown } = {
    'process killed': () => machine.kill(),
    'second instance started': () => second?.start(),
    'second instance stopped': () => second?.stop(),
    'clock set forward': () => machine.setClock(ms),
    'clock set back': () => machine.setClock(-ms),
    'provider down': () => {
      world.isProviderDown = true;
      time.at(time.millis + ms, () => {
        world.isProviderDown = false;
      });
    },
  };
  happens[what]();
};

const isMisfortune = (what: Action['what']): what is Misfortune =>
  misfortunes.some((one) => one === what);
