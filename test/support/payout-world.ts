import { setTimeout as pause } from 'node:timers/promises';
import type { Test } from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { memoryVault } from '../../adapters/memory/vault.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import type { YeepayOptions } from '../../adapters/yeepay/provider.ts';
import { type ProviderContract, providerContracts } from '../../domain/payout/provider-contract.ts';

import { defaultWithdrawalPolicies } from '../../domain/policy/withdrawal-policy.ts';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import type { Vault } from '../../domain/ports/vault.ts';
import { type Instant, instantOfMillis } from '../../domain/time.ts';
import { type Ledger, ledgerOn } from '../../src/ledger/ledger.ts';
import { type NotificationOutcome, notified as notifiedOf } from '../../src/payouts/notified.ts';
import type { AlarmRaised, PayoutPorts } from '../../src/payouts/ports.ts';
import { PayoutProcess } from '../../src/payouts/process.ts';
import { Sweep } from '../../src/payouts/sweep.ts';
import { payoutTerms } from '../../src/payouts/terms.ts';
import { inProcessViews } from '../../src/views/in-process-views.ts';
import type { Views } from '../../src/views/views.ts';
import { monthOfWithdrawal } from '../../src/views/withdrawal-index.ts';
import { mortal } from './mortal.ts';
import { notified } from './notified.ts';
import { type YeepayWorld, yeepayWorld } from './yeepay-world.ts';

const hourMs = 3_600_000;
/** How long the stand-in, which lives in real time, gets for each simulated minute. */
const realMsPerMinute = 4;
const realMsMost = 20;

/** For scenarios in which no answer ever comes: nobody waits for it for long. */
export const impatient = { readTimeoutMs: 600 } as const;

/** One life of the service: it ends when it is killed. */
export type Life = {
  readonly ledger: Ledger;
  readonly process: PayoutProcess;
  readonly sweep: Sweep;
};

export type Living = {
  readonly hoursMost?: number;
  /** Something that happens meanwhile, often in the middle of things. */
  readonly meanwhile?: () => Promise<void>;
};

/** The payout process on the real adapter and the provider's stand-in, on a clock that jumps over pauses. */
export type PayoutWorld = {
  readonly provider: YeepayWorld;
  readonly views: Views;
  readonly vault: Vault;
  readonly ports: () => PayoutPorts;
  readonly life: () => Life;
  readonly alarms: readonly AlarmRaised[];
  /** The bodies of the notifications that came. */
  readonly bodies: readonly string[];
  /** What became of each notification, in the order they ended. */
  readonly heard: readonly string[];
  readonly now: () => Instant;
  /** Lets time pass, here and at the stand-in. */
  readonly pass: (millis: number) => Promise<void>;
  /** The service dies where it stands and begins anew on what is durable. */
  readonly kill: () => Promise<void>;
  /** Lives on until it holds, jumping to whatever is due next; fails after so many simulated hours. */
  readonly until: (holds: () => boolean | Promise<boolean>, how?: Living) => Promise<void>;
};

export type PayoutWorldOptions = {
  readonly client?: Partial<YeepayOptions>;
  readonly contract?: Partial<ProviderContract>;
  readonly seed?: number;
  /** Others may write to the log, too. */
  readonly shared?: boolean;
  /** No notifications at all. */
  readonly silent?: boolean;
  /** Stands between the process and the provider. */
  readonly around?: (provider: PaymentProvider) => PaymentProvider;
};

export const payoutWorld = async (
  t: Test,
  {
    client = {},
    contract = {},
    seed = 1,
    shared = false,
    silent = false,
    around = (same) => same,
  }: PayoutWorldOptions = {},
): Promise<PayoutWorld> => {
  let offset = 0;
  const millis = (): number => Date.now() + offset;
  const now = (): Instant => instantOfMillis(millis());
  const alarms: AlarmRaised[] = [];
  const store = { ...memoryEventStore(), shared };
  const vault = memoryVault();
  const viewStore = sqliteViewStore({ file: ':memory:' });
  const onStopped = (error: unknown) => t.fail(String(error));
  const views = await inProcessViews({ store, viewStore, onStopped });
  let die = (): void => {};
  let death: Promise<undefined> | undefined;
  let life: Life | undefined;
  let ports: PayoutPorts | undefined;
  const heard: string[] = [];
  const hear = async (body: string): Promise<NotificationOutcome | undefined> =>
    life === undefined || ports === undefined ? undefined : notifiedOf(ports, life.process, body);
  const listening = await notified(t, async (body) => {
    const outcome = await Promise.race([hear(body), death]);
    heard.push(outcome ?? 'nobody');
    const isTaken = outcome !== undefined && !['not-settled', 'not-genuine'].includes(outcome);
    return isTaken ? { status: 200, body: 'SUCCESS' } : { status: 503, body: '' };
  });
  const limits = { perSecond: 5_000, burst: 5_000, waitMs: 2_000, faultsInRow: 1e6, openMs: 5 };
  const notifyUrl = silent ? undefined : listening.url;
  const fast = { readTimeoutMs: 5_000, connectTimeoutMs: 100, limits };
  const provider = await yeepayWorld(t, {
    seed,
    stepMs: 3,
    client: { ...fast, notifyUrl, ...client },
  });

  const live = (): void => {
    const dying = new AbortController();
    const isAlive = () => !dying.signal.aborted;
    const mine = mortal(store, isAlive);
    const of = { store: mine, vault, policies: defaultWithdrawalPolicies };
    const ledger = ledgerOn({ ...of, monthOfWithdrawal: monthOfWithdrawal(mine, views) });
    const [first] = providerContracts.yeepay;
    const terms = payoutTerms([{ ...first, ...contract }]);
    const alarm = (raised: AlarmRaised) => void (isAlive() && alarms.push(raised));
    const adapter = mortal(around(provider.provider), isAlive);
    const clock = { now };
    ports = {
      ledger,
      store: mine,
      views,
      provider: adapter,
      providerId: 'yeepay',
      vault,
      clock,
      terms,
      alarm,
    };
    const process = new PayoutProcess(ports);
    const sweep = new Sweep(ports, process);
    void process.follow(process.recover(), dying.signal);
    life = { ledger, process, sweep };
    death = new Promise((dead) => {
      die = () => {
        dying.abort();
        dead(undefined);
      };
    });
  };
  live();
  const alive = (): Life => {
    if (life === undefined) throw new Error('Nobody lives');
    return life;
  };
  const pass = async (jump: number): Promise<void> => {
    offset += jump;
    await provider.say('/sandbox/clock', { byMs: jump });
    await pause(Math.min(realMsMost, 1 + (jump / 60_000) * realMsPerMinute));
  };
  t.teardown(async () => {
    die();
    await views.close();
    await store.close();
  });
  return {
    provider,
    views,
    vault,
    ports: () => {
      if (ports === undefined) throw new Error('Nobody lives');
      return ports;
    },
    life: alive,
    alarms,
    bodies: listening.bodies,
    heard,
    now,
    pass,
    kill: async () => {
      die();
      life = undefined;
      await pause(1);
      live();
    },
    until: async (holds, { hoursMost = 240, meanwhile = async () => {} } = {}) => {
      const late = millis() + hoursMost * hourMs;
      for (;;) {
        await meanwhile();
        const { process, sweep } = alive();
        process.tick();
        sweep.tick();
        const due = process.nextDueAt() ?? millis() + hourMs;
        if (process.workingCount > 0 || due <= millis()) {
          await pause(1);
          continue;
        }
        if (await holds()) return;
        if (millis() > late) throw new Error(`Not in ${hoursMost} simulated hours`);
        await pass(Math.min(due - millis(), hourMs));
      }
    },
  };
};
