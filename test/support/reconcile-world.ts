import type { Test } from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { memoryKeptFiles } from '../../adapters/memory/kept-files.ts';
import { memoryVault } from '../../adapters/memory/vault.ts';
import { sqliteBillTable } from '../../adapters/sqlite/bill-table.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { defaultLimits } from '../../adapters/yeepay/merchant-limits.ts';
import type {
  EarningId,
  PayeeId,
  PayerId,
  Reference,
  WithdrawalId,
} from '../../domain/identifiers.ts';
import { amountFromFact, type Fen, zero } from '../../domain/money.ts';
import { providerContracts } from '../../domain/payout/provider-contract.ts';
import { defaultWithdrawalPolicies, policyOn } from '../../domain/policy/withdrawal-policy.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { type Day, dayOf, type Instant, instantOfMillis } from '../../domain/time.ts';
import type { Asking } from '../../src/ledger/asking.ts';
import { type Ledger, ledgerOn } from '../../src/ledger/ledger.ts';
import { PayoutProcess } from '../../src/payouts/process.ts';
import { payoutTerms } from '../../src/payouts/terms.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { inProcessViews } from '../../src/views/in-process-views.ts';
import type { Views } from '../../src/views/views.ts';
import { monthOfWithdrawal } from '../../src/views/withdrawal-index.ts';
import { type YeepayWorld, yeepayWorld } from './yeepay-world.ts';

export const payerNo = (n: number): PayerId => `pay-${n}` as PayerId;
export const merchantNoOf = (n: number): string => `1008000000${n}`;

/** Ledger, payouts and reconciling in front of the provider's stand-in, all on one clock that can be moved. */
export type ReconcileWorld = {
  readonly yeepay: YeepayWorld;
  readonly store: EventStore;
  readonly views: Views;
  readonly ledger: Ledger;
  readonly reconciler: Reconciler;
  readonly process: PayoutProcess;
  readonly now: () => Instant;
  readonly today: () => Day;
  /** Moves both clocks to an hour of a later day. */
  readonly moveTo: (day: Day, hour?: number) => Promise<void>;
  readonly asking: (actor?: string) => Asking;
  readonly fund: (payer: number, amount: string) => Promise<void>;
  readonly doctor: (id: string) => Promise<PayeeId>;
  readonly earn: (id: string, of: PayeeId, payer: number, gross: Fen) => Promise<void>;
  readonly withdraw: (of: PayeeId, id: string, amount: Fen | 'all') => Promise<readonly string[]>;
  /** Lets the payout process work until it has nothing to do but ask again. */
  readonly settle: (open?: number) => Promise<void>;
  readonly caughtUp: () => Promise<void>;
};

const patienceMs = 10_000;

export const reconcileWorld = async (
  t: Test,
  payers = 1,
  store: EventStore = memoryEventStore(),
): Promise<ReconcileWorld> => {
  let offsetMs = 0;
  const millis = (): number => Date.now() + offsetMs;
  const now = (): Instant => instantOfMillis(millis());
  const yeepay = await yeepayWorld(t, {
    stepMs: 1,
    // An outage ends when a test says so, not some seconds later.
    client: { now: millis, limits: { ...defaultLimits, faultsInRow: 1_000_000 } },
  });
  const views = await inProcessViews({
    store,
    viewStore: sqliteViewStore({ file: ':memory:' }),
    onStopped: (error) => t.fail(String(error)),
  });
  const vault = memoryVault();
  const ledger = ledgerOn({
    store,
    vault,
    policies: defaultWithdrawalPolicies,
    monthOfWithdrawal: monthOfWithdrawal(store, views),
  });
  const clock = { now };
  const ports = { ledger, store, views, provider: yeepay.provider, clock };
  const process = new PayoutProcess({
    ...ports,
    vault,
    providerId: 'yeepay',
    terms: {
      ...payoutTerms(providerContracts.yeepay, 1),
      queryPausesMs: [2],
      sendPausesMs: [2],
    },
    alarm: () => undefined,
  });
  const reconciler = new Reconciler({
    ...ports,
    providerName: 'yeepay',
    files: memoryKeptFiles(50_000_000),
    billTable: sqliteBillTable,
    contract: () => providerContracts.yeepay[0],
    alarm: () => undefined,
  });
  const ending = new AbortController();
  const following = process.follow(process.recover(), ending.signal).catch(() => undefined);
  t.teardown(async () => {
    ending.abort();
    await process.stop();
    await following;
    await views.close();
    await store.close();
  });
  let asked = 0;
  const asking = (actor = 'finance:one'): Asking => {
    asked += 1;
    return { actor, commandId: `ask-${asked}`, correlation: `t-${asked}`, now: now() };
  };
  const caughtUp = async (): Promise<void> => {
    const head = await store.head();
    if (head !== undefined && !(await views.caughtUpTo(head, patienceMs)))
      throw new Error('the views are behind');
  };
  for (let n = 1; n <= payers; n += 1)
    await ledger.parties.handlePayer(
      {
        type: 'RegisterPayer',
        payerId: payerNo(n),
        legalName: `P${n}`,
        merchantNo: merchantNoOf(n),
        taxMethod: 'none',
        now: now(),
      },
      asking(),
    );
  return {
    yeepay,
    store,
    views,
    ledger,
    reconciler,
    process,
    now,
    today: () => dayOf(now()),
    moveTo: async (day, hour = 10) => {
      const at = new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`).getTime();
      const byMs = at - millis();
      offsetMs += byMs;
      await yeepay.say('/sandbox/clock', { byMs });
    },
    asking,
    fund: async (payer, amount) => {
      const fundingId = `fund-${payer}-${asked}` as Reference;
      await yeepay.say('/sandbox/fundings', {
        fundingId,
        merchantNo: merchantNoOf(payer),
        amount,
      });
      const money = { amount: amountFromFact(amount), receivedAt: now() };
      await ledger.parties.handlePayer(
        { type: 'ReceiveFunding', payerId: payerNo(payer), fundingId, ...money, now: now() },
        asking(),
      );
    },
    doctor: async (id) => {
      const payee = id as PayeeId;
      const about = { payee, now: now() };
      const policy = policyOn(defaultWithdrawalPolicies, dayOf(now()));
      await vault.putName(payee, '张三');
      const card = { cardNumber: '6222020000000000000', bankCode: 'ICBC' };
      const { cardRef } = await vault.putCard(payee, card);
      for (const command of [
        { type: 'RegisterPayee', ...about, kind: 'doctor', name: 'stored' },
        { type: 'GiveConsent', ...about, purpose: 'payout', version: '1', textHash: 'h' },
        { type: 'BindBankCard', ...about, cardRef, bankCode: 'ICBC', policy },
      ] as const)
        await ledger.parties.handlePayee(command, asking());
      return payee;
    },
    earn: async (id, doctorId, payer, gross) => {
      await ledger.earnings.record(
        {
          earningId: id as EarningId,
          doctorId,
          payerId: payerNo(payer),
          source: 'consultation',
          gross,
          platformFee: zero,
          completedAt: now(),
        },
        asking(),
      );
    },
    withdraw: async (of, id, amount) => {
      const outcome = await ledger.withdrawals.request(of, id as WithdrawalId, amount, asking());
      if (!outcome.ok) throw new Error(`withdrawal refused: ${outcome.refusal.code}`);
      return outcome.value.payouts.map(({ payoutId }) => payoutId);
    },
    settle: async (open = 0) => {
      const until = Date.now() + patienceMs;
      do {
        process.tick();
        await process.idle();
        await caughtUp();
        await new Promise((resolve) => setTimeout(resolve, 2));
        if (Date.now() > until) throw new Error(`${process.openCount} payouts are still open`);
      } while (process.openCount > open);
    },
    caughtUp,
  };
};
