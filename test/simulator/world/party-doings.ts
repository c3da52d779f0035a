import type { PayeeId } from '../../../domain/identifiers.ts';
import type { PayeeCommand } from '../../../domain/payee/commands.ts';
import { addDays, dayOf, instantOfMillis } from '../../../domain/time.ts';
import type { Asking } from '../../../src/ledger/asking.ts';
import { doctorOf, organizationOf, organizations, payerOf, payers } from '../cast.ts';
import type { Action } from '../plan.ts';
import { day } from '../virtual-time.ts';
import { fund } from './desk-doings.ts';
import type { Instance } from './instance.ts';
import { oneOf } from './memory.ts';
import type { World } from './world.ts';

type Sent = PayeeCommand extends infer Command
  ? Command extends PayeeCommand
    ? Omit<Command, 'payee' | 'now'>
    : never
  : never;

const consent = { purpose: 'payout', version: '1', textHash: 'h' } as const;

/** Asks something about a person until it is answered. */
const askAbout = (
  world: World,
  payee: PayeeId,
  name: string,
  command: (instance: Instance) => Sent,
): Promise<unknown> =>
  world.callers.ask(`doctor:${payee}`, `${name}:${payee}`, (instance, { now, ...rest }: Asking) =>
    instance.ledger.parties.handlePayee({ ...command(instance), payee, now } as PayeeCommand, {
      ...rest,
      now,
    }),
  );

const bindCard = (world: World, payee: PayeeId, number: number): Promise<unknown> => {
  const cardRef = world.vault.putCard(payee, `622200${payee.slice(4)}${number}`);
  return askAbout(world, payee, `Card:${number}`, (instance) => ({
    type: 'BindBankCard',
    cardRef,
    bankCode: 'ICBC',
    policy: instance.policy(),
  }));
};

/** Rather somebody whose money is under way: that is when a change of mind matters. */
const whoever = ({ checks }: World, { doctor, pick }: Action): PayeeId => {
  const waiting = [...checks.shadow.payouts.values()].filter(({ state }) => openStates.has(state));
  const payout = pick % 2 === 0 ? oneOf(waiting, pick >> 1) : undefined;
  return payout === undefined ? doctorOf(doctor) : (payout.account as PayeeId);
};

const openStates = new Set(['requested', 'submitted', 'in-doubt', 'returned']);

/** What changes about people and payers midway. */
export const doToParties = async (world: World, action: Action): Promise<void> => {
  const { id, what, pick } = action;
  const payee = whoever(world, action);
  const organizationId = organizationOf(action.organization);
  const about = (command: Sent): Promise<unknown> =>
    askAbout(world, payee, `${command.type}:${id}`, () => command);
  switch (what) {
    case 'change card':
      await bindCard(world, payee, 1 + (pick % 3));
      return;
    case 'withdraw consent':
      await about({ type: 'WithdrawConsent', purpose: 'payout' });
      return;
    case 'give consent':
      await about({ type: 'GiveConsent', ...consent });
      return;
    case 'bind': {
      const from = addDays(dayOf(instantOfMillis(world.time.millis)), (pick % 9) - 5);
      await about({ type: 'BindToOrganization', organizationId, from });
      return;
    }
    case 'ask to unbind':
      await about({ type: 'RequestUnbind' });
      await about({ type: 'ConfirmUnbind', organizationId });
      return;
    case 'unbind':
      await about({ type: 'UnbindByOrganization', organizationId });
      return;
    case 'restrict':
      await about({ type: 'Restrict', reason: 'an inquiry' });
      return;
    case 'lift restriction':
      await about({ type: 'Release' });
      return;
    case 'freeze payer':
      await freeze(world, action.payer, true, id);
      await world.time.pass(pick % (2 * day));
      return freeze(world, action.payer, false, id);
    default:
      return;
  }
};

const freeze = async (
  world: World,
  payer: number,
  isFrozen: boolean,
  id: number,
): Promise<void> => {
  await world.callers.ask('finance:ann', `Freeze:${id}:${payer}`, ({ ledger }, asking) => {
    const about = { payerId: payerOf(payer), now: asking.now, by: 'ann' };
    return ledger.parties.handlePayer(
      isFrozen
        ? { type: 'FreezePayer', ...about, reason: 'r' }
        : { type: 'UnfreezePayer', ...about },
      asking,
    );
  });
};

/** In the end nobody bars a payment any more, so that all that is open can end. */
export const reconcile = (world: World): void => {
  for (const [at] of payers.entries()) void freeze(world, at + 1, false, 0);
  for (let number = 1; number <= world.plan.doctors; number += 1)
    void permit(world, doctorOf(number));
};

const permit = async (world: World, payee: PayeeId): Promise<void> => {
  await askAbout(world, payee, 'Release', () => ({ type: 'Release' }));
  await askAbout(world, payee, 'GiveConsent', () => ({ type: 'GiveConsent', ...consent }));
};

/** Everybody there is, each with what is needed to be paid. */
export const register = async (world: World): Promise<void> => {
  const numbers = (many: number): readonly number[] =>
    Array.from({ length: many }, (_, at) => at + 1);
  await Promise.all(numbers(payers.length).map((number) => registerPayer(world, number)));
  await Promise.all(numbers(organizations).map((number) => registerOrganization(world, number)));
  await Promise.all(numbers(world.plan.doctors).map((number) => registerDoctor(world, number)));
};

const registerPayer = async (world: World, number: number): Promise<void> => {
  const { merchantNo = '', taxMethod = 'none' } = payers[number - 1] ?? {};
  const about = { payerId: payerOf(number), legalName: `P${number}`, merchantNo, taxMethod };
  await world.callers.ask('platform:sim', `Payer:${number}`, ({ ledger }, asking) =>
    ledger.parties.handlePayer({ type: 'RegisterPayer', ...about, now: asking.now }, asking),
  );
  const amount = BigInt(world.faults.chance('first funding').between(1_000_000, 30_000_000));
  await fund(world, number, amount, `fund-first-${number}`);
};

const registerOrganization = async (world: World, number: number): Promise<void> => {
  const organizationId = organizationOf(number);
  const accountRef = world.vault.putCard(organizationId, `9558${number}`);
  const about = { organizationId, legalName: `O${number}`, bankCode: 'ICBC', accountRef };
  await world.callers.ask('platform:sim', `Organization:${number}`, ({ ledger }, asking) =>
    ledger.parties.handleOrganization(
      { type: 'RegisterOrganization', ...about, now: asking.now },
      asking,
    ),
  );
};

const registerDoctor = async (world: World, number: number): Promise<void> => {
  const payee = doctorOf(number);
  world.vault.putName(payee, `N${number}`);
  await askAbout(world, payee, 'Register', () => ({
    type: 'RegisterPayee',
    kind: 'doctor',
    name: 'stored',
  }));
  await askAbout(world, payee, 'GiveConsent', () => ({ type: 'GiveConsent', ...consent }));
  await bindCard(world, payee, 0);
};
