import type {
  EarningId,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../../domain/identifiers.ts';
import { amountFromFact, zero } from '../../domain/money.ts';
import { defaultWithdrawalPolicies, policyOn } from '../../domain/policy/withdrawal-policy.ts';
import type { TaxMethod } from '../../domain/tax/tax-rules.ts';
import { addMillis, dayOf } from '../../domain/time.ts';
import type { Asking } from '../../src/ledger/asking.ts';
import type { DeskCommand } from '../../src/ledger/desk.ts';
import type { PayoutWorld } from './payout-world.ts';

const dayMs = 86_400_000;

const askingIn = ({ now }: PayoutWorld, commandId: string): Asking => ({
  actor: 'test:people',
  commandId,
  correlation: commandId,
  now: now(),
});

export const payerOf = (name: string): PayerId => `pay-${name}` as PayerId;
export const merchantOf = (name: string): string => `M${name}`;
export const doctorOf = (name: string): PayeeId => `doc-${name}` as PayeeId;
/** Every doctor's card is another, and so is every name: whatever leaves the house can be told. */
export const cardOf = (at: number): string => `62220200${String(10_000_000 + at)}`;
export const nameOf = (at: number): string => `医生${at}`;

/** A payer with a merchant number of its own. */
export const addPayer = async (
  world: PayoutWorld,
  name: string,
  taxMethod: TaxMethod = 'none',
): Promise<PayerId> => {
  const payerId = payerOf(name);
  const asked = { payerId, legalName: name, merchantNo: merchantOf(name), taxMethod };
  await world
    .life()
    .ledger.parties.handlePayer(
      { type: 'RegisterPayer', ...asked, now: world.now() },
      askingIn(world, `register ${name}`),
    );
  return payerId;
};

/** Money a payer puts at the provider, told on both sides. */
export const addFunds = async (world: PayoutWorld, name: string, text: string): Promise<void> => {
  const fundingId = `fund-${name}-${text}` as Reference;
  const amount = amountFromFact(text);
  await world.provider.say('/sandbox/fundings', {
    fundingId,
    merchantNo: merchantOf(name),
    amount: text,
  });
  const now = world.now();
  const told = { payerId: payerOf(name), fundingId, amount, receivedAt: now, now };
  await world
    .life()
    .ledger.parties.handlePayer(
      { type: 'ReceiveFunding', ...told },
      askingIn(world, `fund ${name} ${text}`),
    );
};

/** A doctor who may be paid. */
export const addDoctor = async (world: PayoutWorld, at: number): Promise<PayeeId> => {
  const payee = doctorOf(String(at));
  const now = world.now();
  await world.vault.putName(payee, nameOf(at));
  const card = { cardNumber: cardOf(at), bankCode: 'ICBC' };
  const { cardRef, bankCode } = await world.vault.putCard(payee, card);
  const policy = policyOn(defaultWithdrawalPolicies, dayOf(now));
  const about = { payee, now };
  for (const command of [
    { type: 'RegisterPayee', ...about, kind: 'doctor', name: 'stored' },
    { type: 'GiveConsent', ...about, purpose: 'payout', version: '1', textHash: 'h' },
    { type: 'BindBankCard', ...about, cardRef, bankCode, policy },
  ] as const) {
    const asking = askingIn(world, `${command.type} ${payee}`);
    await world.life().ledger.parties.handlePayee(command, asking);
  }
  return payee;
};

/** Remuneration of long ago, so that it may be withdrawn now. */
export const earn = async (
  world: PayoutWorld,
  earning: string,
  of: PayeeId,
  from: PayerId,
  text: string,
): Promise<void> => {
  const now = world.now();
  const outcome = await world.life().ledger.earnings.record(
    {
      // An id is one earning's, so each doctor gets one of their own.
      earningId: `${earning}-${of}` as EarningId,
      doctorId: of,
      payerId: from,
      source: 'consultation',
      gross: amountFromFact(text),
      platformFee: zero,
      completedAt: addMillis(now, -8 * dayMs),
      team: undefined,
    },
    askingIn(world, `earn ${earning} ${of}`),
  );
  if (!outcome.ok) throw new Error(`${earning}: ${outcome.refusal.code}`);
};

/** A withdrawal of all there is; the payouts it became. */
export const withdrawAll = async (
  world: PayoutWorld,
  of: PayeeId,
  id: string,
): Promise<readonly PayoutId[]> => {
  const asking = askingIn(world, `withdraw ${of} ${id}`);
  const outcome = await world
    .life()
    .ledger.withdrawals.request(of, id as WithdrawalId, 'all', asking);
  if (!outcome.ok) throw new Error(`${of} ${id}: ${outcome.refusal.code}`);
  return outcome.value.payouts.map(({ payoutId }) => payoutId);
};

/** A payer with funds, and a doctor who has withdrawn what it owes. */
export const withdrawn = async (
  world: PayoutWorld,
  { payer = 'one', at = 1, gross = '500.00', funds = '10000.00' } = {},
): Promise<PayoutId> => {
  await addPayer(world, payer);
  if (funds !== '0.00') await addFunds(world, payer, funds);
  const doctor = await addDoctor(world, at);
  await earn(world, 'ern-1', doctor, payerOf(payer), gross);
  const [payoutId] = await withdrawAll(world, doctor, 'wdr-1');
  if (payoutId === undefined) throw new Error('Nothing was withdrawn');
  return payoutId;
};

/** Something done by a person at the desk. */
export const atDesk = async (
  world: PayoutWorld,
  account: PayeeId,
  command: DeskCommand,
): Promise<string> => {
  const asking = askingIn(world, `${command.type} ${account} ${world.now()}`);
  const outcome = await world.life().ledger.desk.handle(account, command, asking);
  return outcome.ok ? 'done' : outcome.refusal.code;
};
