import { readFileSync } from 'node:fs';
import { memoryVault } from '../../adapters/memory/vault.ts';
import type {
  CardRef,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../../domain/identifiers.ts';
import { amountFromFact, fen } from '../../domain/money.ts';
import { defaultWithdrawalPolicies, policyOn } from '../../domain/policy/withdrawal-policy.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { TaxMethod } from '../../domain/tax/tax-rules.ts';
import {
  addDays,
  type Day,
  dayOf,
  type Instant,
  type Month,
  startOfDay,
} from '../../domain/time.ts';
import { earningBody, toldFrom } from '../../src/http/earning-body.ts';
import { type Ledger, ledgerOn } from '../../src/ledger/ledger.ts';
import { jsonValue } from '../../src/parsed-text.ts';
import { fractions } from './fractions.ts';

/** The month of the sample, and the one after it, in which the last payouts come to an end. */
export const sampleMonths: readonly Month[] = ['2026-10', '2026-11'] as Month[];
const firstDay = '2026-10-01' as Day;

type Line = { readonly [field: string]: string };
const linesOf = (name: string): readonly Line[] =>
  readFileSync(new URL(`../../src/demo/sample/${name}.ndjson`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Object(jsonValue(line)));

export type SampleMonth = {
  readonly ledger: Ledger;
  /** Doctors and organizations. */
  readonly accounts: readonly PayeeId[];
  readonly payers: readonly PayerId[];
};

/**
 * Lives through the sample month day by day: everything is recorded when it was completed, every
 * sixth day the doctors withdraw, and their payouts are paid, refused, sent back or left in doubt.
 */
export const liveSampleMonth = async (store: EventStore): Promise<SampleMonth> => {
  const months = new Map<string, Month>();
  const ledger = ledgerOn({
    store,
    vault: memoryVault(),
    policies: defaultWithdrawalPolicies,
    monthOfWithdrawal: async (account, _, id) => months.get(`${account} ${id}`),
  });
  const doctors = linesOf('doctors');
  const payers = linesOf('payers');
  await registerAll(ledger, doctors, payers, startOfDay(firstDay));
  // Some lines of the sample are wrong on purpose.
  const earnings = linesOf('earnings-2026-10').flatMap((line) => {
    const parsed = earningBody.safeParse(line);
    return parsed.success ? [toldFrom(parsed.data)] : [];
  });
  earnings.sort((a, b) => (a.completedAt < b.completedAt ? -1 : 1));
  const roll = fractions(20261001);
  for (let day = firstDay, n = 0; day <= '2026-11-20'; day = addDays(day, 1), n += 1) {
    for (const earning of earnings.filter(({ completedAt }) => dayOf(completedAt) === day))
      await ledger.earnings.record(earning, askingAt(earning.completedAt));
    if (n % 6 !== 5) continue;
    const now = `${day}T23:00:00+08:00` as Instant;
    for (const { doctorId } of doctors) {
      const id = `w-${day}` as WithdrawalId;
      const payee = doctorId as PayeeId;
      const asked = await ledger.withdrawals.request(payee, id, 'all', askingAt(now));
      if (!asked.ok) continue;
      months.set(`${payee} ${id}`, now.slice(0, 7) as Month);
      for (const { payoutId } of asked.value.payouts)
        await endPayout(ledger, payee, payoutId, now, roll());
    }
  }
  const organizations = linesOf('organizations').map(({ organizationId }) => organizationId);
  return {
    ledger,
    accounts: [...doctors.map(({ doctorId }) => doctorId), ...organizations] as PayeeId[],
    payers: payers.map(({ payerId }) => payerId as PayerId),
  };
};

let asked = 0;
const askingAt = (now: Instant) => {
  asked += 1;
  return { actor: 'platform:test', commandId: `sample-${asked}`, correlation: 'sample', now };
};

const registerAll = async (
  { parties }: Ledger,
  doctors: readonly Line[],
  payers: readonly Line[],
  now: Instant,
): Promise<void> => {
  for (const { payerId, legalName = '', merchantNo = '', taxMethod } of payers) {
    const about = { payerId: payerId as PayerId, now };
    const terms = { legalName, merchantNo, taxMethod: taxMethod as TaxMethod };
    await parties.handlePayer({ type: 'RegisterPayer', ...about, ...terms }, askingAt(now));
    const funding = { fundingId: `f-${payerId}` as Reference, amount: amountFromFact('100000.00') };
    const received = { ...about, ...funding, receivedAt: now };
    await parties.handlePayer({ type: 'ReceiveFunding', ...received }, askingAt(now));
  }
  for (const { organizationId, legalName = '', bankCode = '' } of linesOf('organizations'))
    await parties.handleOrganization(
      {
        type: 'RegisterOrganization',
        organizationId: organizationId as PayeeId,
        legalName,
        bankCode,
        accountRef: 'card-org' as CardRef,
        now,
      },
      askingAt(now),
    );
  const policy = policyOn(defaultWithdrawalPolicies, dayOf(now));
  for (const { doctorId, organizationId } of doctors) {
    const about = { payee: doctorId as PayeeId, now };
    const consent = { purpose: 'payout', version: '1', textHash: 'h' } as const;
    const cardRef = `card-${doctorId}` as CardRef;
    const bound = { organizationId: organizationId as PayeeId, from: firstDay };
    for (const command of [
      { type: 'RegisterPayee', ...about, kind: 'doctor', name: 'stored' },
      { type: 'GiveConsent', ...about, ...consent },
      { type: 'BindBankCard', ...about, cardRef, bankCode: 'ICBC', policy },
      ...(organizationId === undefined
        ? []
        : [{ type: 'BindToOrganization', ...about, ...bound } as const]),
    ] as const)
      await parties.handlePayee(command, askingAt(now));
  }
};

/** Most are paid; some are refused, some sent back, some paid again, some nobody knows about. */
const endPayout = async (
  { desk }: Ledger,
  payee: PayeeId,
  payoutId: PayoutId,
  now: Instant,
  fate: number,
): Promise<void> => {
  const tell = (command: Parameters<Ledger['desk']['handle']>[1]) =>
    desk.handle(payee, command, askingAt(now));
  const news = { payoutId, paidAt: now, providerFee: fen(100n), evidence: 'query' as const };
  const refused = { reason: 'card-invalid', providerCode: 'X', evidence: 'answer' } as const;
  await tell({ type: 'SubmitPayout', payoutId });
  await tell({ type: 'RecordAccepted', payoutId, orderNo: `o-${payoutId}` });
  if (fate < 0.1) await tell({ type: 'RecordInDoubt', payoutId, reason: 'timeout' });
  else if (fate < 0.25) await tell({ type: 'RecordRejected', payoutId, ...refused });
  else await tell({ type: 'RecordPaid', ...news });
  if (fate < 0.8) return;
  await tell({ type: 'RecordReturned', ...news, returnedAt: now, reason: 'closed' });
  const newPayoutId = `R${payoutId.slice(1)}` as PayoutId;
  const again = { newPayoutId, cardRef: 'card-2' as CardRef, by: 'one' };
  if (fate > 0.9) await tell({ type: 'ReissuePayout', payoutId, ...again });
};
