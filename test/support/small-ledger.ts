import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { memoryVault } from '../../adapters/memory/vault.ts';
import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import { zero } from '../../domain/money.ts';
import { defaultWithdrawalPolicies } from '../../domain/policy/withdrawal-policy.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { TaxMethod } from '../../domain/tax/tax-rules.ts';
import type { Day, Instant, Month } from '../../domain/time.ts';
import { parseAccountFact } from '../../src/facts/codec.ts';
import type { Asking } from '../../src/ledger/asking.ts';
import type { DeskCommand } from '../../src/ledger/desk.ts';
import type { EarningTold } from '../../src/ledger/earning-told.ts';
import { type Ledger, type LedgerOptions, ledgerOn } from '../../src/ledger/ledger.ts';
import { storedIn } from './jar.ts';
import {
  card,
  colleague,
  doctor,
  earningId,
  hospital,
  on,
  organization,
  platform,
  policy,
  today,
  withdrawal,
  yuan,
} from './ledger-words.ts';

let asked = 0;
export const asking = (now: Instant = today): Asking => {
  asked += 1;
  return { actor: 'platform:test', commandId: `ask-${asked}`, correlation: `r-${asked}`, now };
};

/** One instance of the ledger; several may share a store. Withdrawals are looked for in the log itself. */
export const instanceOn = (store: EventStore, options: Partial<LedgerOptions> = {}): Ledger =>
  ledgerOn({
    store,
    vault: memoryVault(),
    policies: defaultWithdrawalPolicies,
    monthOfWithdrawal: async (account, _, id) => {
      const { facts } = await store.readAll({
        max: 10_000,
        streamPrefixes: [`account-${account}-`],
      });
      const found = facts.find(
        ({ type, data }) => type === 'WithdrawalRequested' && JSON.parse(data).withdrawalId === id,
      );
      return found?.stream.slice(-7) as Month | undefined;
    },
    ...options,
  });

/** Two payers, two doctors who may be paid, and an organization, all there since August. */
export const peopled = async (
  store: EventStore = memoryEventStore(),
  options: Partial<LedgerOptions> = {},
): Promise<Ledger> => {
  const ledger = instanceOn(store, options);
  const { parties } = ledger;
  const now = on('2026-08-01 09:00');
  for (const [payerId, taxMethod] of [
    [hospital, 'none'],
    [platform, 'labor-monthly'],
  ] as readonly (readonly [PayerId, TaxMethod])[]) {
    const terms = { legalName: 'Payer', merchantNo: 'M1', taxMethod };
    await parties.handlePayer({ type: 'RegisterPayer', payerId, now, ...terms }, asking(now));
  }
  await parties.handleOrganization(
    {
      type: 'RegisterOrganization',
      organizationId: organization,
      legalName: 'Lotus Services',
      bankCode: 'ICBC',
      accountRef: card,
      now,
    },
    asking(now),
  );
  for (const payee of [doctor, colleague]) {
    const about = { payee, now };
    const consent = { purpose: 'payout', version: '1', textHash: 'h' } as const;
    for (const command of [
      { type: 'RegisterPayee', ...about, kind: 'doctor', name: 'stored' },
      { type: 'GiveConsent', ...about, ...consent },
      { type: 'BindBankCard', ...about, cardRef: card, bankCode: 'ICBC', policy },
    ] as const)
      await parties.handlePayee(command, asking(now));
  }
  return ledger;
};

export const bind = (ledger: Ledger, payee: PayeeId, from: string, now = today) =>
  ledger.parties.handlePayee(
    { type: 'BindToOrganization', payee, organizationId: organization, from: from as Day, now },
    asking(now),
  );
export const unbind = (ledger: Ledger, payee: PayeeId, now = today) =>
  ledger.parties.handlePayee(
    { type: 'UnbindByOrganization', payee, organizationId: organization, now },
    asking(now),
  );

/** Tells of an earning of the first of October; says what came of it in a few words. */
export const tell = async (
  ledger: Ledger,
  gross: string,
  more: Partial<EarningTold> = {},
  now = today,
): Promise<string> => {
  const told: EarningTold = {
    earningId: earningId('ern-1'),
    doctorId: doctor,
    payerId: hospital,
    source: 'consultation',
    gross: yuan(gross),
    platformFee: zero,
    completedAt: on('2026-10-01 09:30'),
    ...more,
  };
  const outcome = await ledger.earnings.record(told, asking(now));
  if (!outcome.ok) return outcome.refusal.code;
  const { added, parts } = outcome.value;
  return `${added ? 'added' : 'known'} ${parts.map(({ account, gross: part }) => `${account} ${part}`).join(', ')}`;
};

export const request = async (
  ledger: Ledger,
  amount: string | 'all',
  id = 'wdr-1',
  now = today,
): Promise<string> => {
  const wanted = amount === 'all' ? ('all' as const) : yuan(amount);
  const outcome = await ledger.withdrawals.request(doctor, withdrawal(id), wanted, asking(now));
  if (!outcome.ok) return outcome.refusal.code;
  const { added, payouts } = outcome.value;
  return `${added ? 'added' : 'known'} ${payouts.map(({ payerId, gross, state }) => `${payerId} ${gross} ${state}`).join(', ')}`;
};

export const atDesk = async (
  ledger: Ledger,
  command: DeskCommand,
  now = today,
  account = doctor,
): Promise<string> => {
  const outcome = await ledger.desk.handle(account, command, asking(now));
  return outcome.ok
    ? outcome.value.facts.map(({ type }) => type).join(' ') || 'nothing'
    : outcome.refusal.code;
};

/** The types of an account's facts in a month, as they are stored. */
export const monthOf = async (
  store: EventStore,
  period: string,
  account: PayeeId = doctor,
): Promise<readonly string[]> =>
  (await storedIn(store, `account-${account}-${period}`)).map(
    (fact) => parseAccountFact(fact).type,
  );
