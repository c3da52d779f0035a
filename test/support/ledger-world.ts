import { memoryVault } from '../../adapters/memory/vault.ts';
import type {
  CardRef,
  EarningId,
  PayeeId,
  PayerId,
  Reference,
  WithdrawalId,
} from '../../domain/identifiers.ts';
import { amountFromFact, type Fen, zero } from '../../domain/money.ts';
import {
  defaultWithdrawalPolicies,
  type EarningSource,
  policyOn,
} from '../../domain/policy/withdrawal-policy.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { TaxMethod } from '../../domain/tax/tax-rules.ts';
import { addMillis, dayOf, type Instant, type Month } from '../../domain/time.ts';
import type { Asking } from '../../src/ledger/asking.ts';
import type { DeskCommand } from '../../src/ledger/desk.ts';
import { type Ledger, ledgerOn } from '../../src/ledger/ledger.ts';

export const yuan = amountFromFact;
export const doctor = (number: number): PayeeId => `doc-${number}` as PayeeId;
export const payer = (number: number): PayerId => `payer-${number}` as PayerId;
export const organization = 'org-1' as PayeeId;
export const minutes = (count: number): number => count * 60_000;
export const days = (count: number): number => minutes(count * 24 * 60);

/** A ledger with a clock that only moves when it is told to. */
export type LedgerWorld = {
  readonly ledger: Ledger;
  readonly store: EventStore;
  readonly now: () => Instant;
  readonly pass: (millis: number) => Instant;
  readonly asking: (name?: string) => Asking;
  readonly earn: (
    id: string,
    of: PayeeId,
    from: PayerId,
    gross: Fen,
    more?: { readonly fee?: Fen; readonly source?: EarningSource; readonly team?: Team },
  ) => Promise<unknown>;
  readonly withdraw: (of: PayeeId, id: string, amount: Fen | 'all') => Promise<readonly string[]>;
  readonly desk: (of: PayeeId, command: DeskCommand) => Promise<unknown>;
};
type Team = readonly { readonly doctorId: PayeeId; readonly share: string }[];

export const ledgerWorld = (
  store: EventStore,
  start: Instant = '2026-10-05T09:00:00+08:00' as Instant,
): LedgerWorld => {
  const months = new Map<string, Month>();
  let now = start;
  let asked = 0;
  const ledger = ledgerOn({
    store,
    vault: memoryVault(),
    policies: defaultWithdrawalPolicies,
    monthOfWithdrawal: async (account, _, id) => months.get(`${account} ${id}`),
  });
  const asking = (name = 'ask'): Asking => {
    asked += 1;
    return { actor: 'test:test', commandId: `${name}:${asked}`, correlation: `t-${asked}`, now };
  };
  return {
    ledger,
    store,
    now: () => now,
    pass: (millis) => {
      now = addMillis(now, millis);
      return now;
    },
    asking,
    earn: async (id, of, from, gross, { fee = zero, source = 'consultation', team } = {}) =>
      ledger.earnings.record(
        {
          earningId: id as EarningId,
          doctorId: of,
          payerId: from,
          source,
          gross,
          platformFee: fee,
          completedAt: now,
          team,
        },
        asking('earn'),
      ),
    withdraw: async (of, id, amount) => {
      const outcome = await ledger.withdrawals.request(
        of,
        id as WithdrawalId,
        amount,
        asking('withdraw'),
      );
      if (!outcome.ok) return [];
      months.set(`${of} ${id}`, now.slice(0, 7) as Month);
      return outcome.value.payouts.map(({ payoutId }) => payoutId);
    },
    desk: (of, command) => ledger.desk.handle(of, command, asking(command.type)),
  };
};

const taxMethods: readonly TaxMethod[] = ['labor-monthly', 'labor-cumulative', 'none'];

/** Registers payers, doctors who may withdraw, and an organization. */
export const peopled = async (
  world: LedgerWorld,
  count: { readonly doctors: number; readonly payers: number },
): Promise<void> => {
  const { ledger, asking, now } = world;
  for (let at = 1; at <= count.payers; at += 1) {
    const about = { payerId: payer(at), now: now() };
    const taxMethod = taxMethods[at % taxMethods.length] ?? 'none';
    await ledger.parties.handlePayer(
      { type: 'RegisterPayer', ...about, legalName: `P${at}`, merchantNo: `M${at}`, taxMethod },
      asking(),
    );
    const funding = { fundingId: `fund-${at}` as Reference, amount: yuan('100000.00') };
    await ledger.parties.handlePayer(
      { type: 'ReceiveFunding', ...about, ...funding, receivedAt: now() },
      asking(),
    );
  }
  await ledger.parties.handleOrganization(
    {
      type: 'RegisterOrganization',
      organizationId: organization,
      legalName: 'O',
      bankCode: 'ICBC',
      accountRef: 'card-org' as CardRef,
      now: now(),
    },
    asking(),
  );
  for (let at = 1; at <= count.doctors; at += 1) await registered(world, doctor(at));
};

/** Registers a doctor with consent and a card. */
export const registered = async (
  { ledger, asking, now }: LedgerWorld,
  payee: PayeeId,
): Promise<void> => {
  const about = { payee, now: now() };
  const policy = policyOn(defaultWithdrawalPolicies, dayOf(now()));
  const cardRef = `card-${payee}` as CardRef;
  const consent = { purpose: 'payout' as const, version: '1', textHash: 'h' };
  for (const command of [
    { type: 'RegisterPayee', ...about, kind: 'doctor', name: 'stored' },
    { type: 'GiveConsent', ...about, ...consent },
    { type: 'BindBankCard', ...about, cardRef, bankCode: 'ICBC', policy },
  ] as const) {
    await ledger.parties.handlePayee(command, asking());
  }
};
