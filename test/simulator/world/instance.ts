import { providerContracts } from '../../../domain/payout/provider-contract.ts';
import { defaultWithdrawalPolicies, policyOn } from '../../../domain/policy/withdrawal-policy.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { dayOf, type Instant, instantOfMillis } from '../../../domain/time.ts';
import type { ViewStore } from '../../../projections/view-store.ts';
import { type Ledger, ledgerOn } from '../../../src/ledger/ledger.ts';
import type { Duty } from '../../../src/payouts/duty.ts';
import { Leases } from '../../../src/payouts/leases.ts';
import { type NotificationOutcome, notified } from '../../../src/payouts/notified.ts';
import type { AlarmRaised, PayoutPorts } from '../../../src/payouts/ports.ts';
import { PayoutProcess } from '../../../src/payouts/process.ts';
import { Sweep } from '../../../src/payouts/sweep.ts';
import { payoutTerms } from '../../../src/payouts/terms.ts';
import { inProcessViews } from '../../../src/views/in-process-views.ts';
import type { Views } from '../../../src/views/views.ts';
import { monthOfWithdrawal } from '../../../src/views/withdrawal-index.ts';
import type { Seams } from '../mutations/seams.ts';
import { hour, minute, second, type VirtualTime } from '../virtual-time.ts';
import type { Process } from './process.ts';
import type { VaultPort } from './vault.ts';

/** How often the payout process looks whether something is due, ms. */
const tickMs = 200;
const settlingSeconds = 120;
/** Longer than the service's own, so that weeks with something open are lived quickly. */
const leaseMs = 4 * hour;
const stuckMs = { least: leaseMs / 6, most: leaseMs };
const sweepLookMs = hour;
/** Long waits are looked at seldom, so that weeks of them are lived quickly. */
const patience = {
  queryPausesMs: [second, 5 * second, 30 * second, 5 * minute, hour, 6 * hour],
  sendPausesMs: [second, 15 * second, 5 * minute, hour, 4 * hour],
};

export type InstanceOptions = {
  readonly process: Process;
  readonly time: VirtualTime;
  readonly seams: Seams;
  readonly store: EventStore;
  readonly viewStore: ViewStore;
  readonly vault: VaultPort;
  readonly provider: Parameters<Seams['provider']>[0];
  /** How far this machine's clock is off, ms. */
  readonly clockError: () => number;
  readonly onAlarm: (alarm: AlarmRaised) => void;
  /** A part of the service has stopped: somebody will restart it. */
  readonly onStopped: (error: unknown) => void;
};

/** One running service: the real ledger, views and payout process on this world's ports. */
export class Instance {
  readonly process: Process;
  readonly ledger: Ledger;
  readonly views: Views;
  readonly payouts: PayoutProcess;
  readonly #sweep: Sweep;
  readonly #ports: PayoutPorts;
  readonly #with: InstanceOptions;
  #tickAt: number | undefined;
  #stuckAt: number | undefined;
  #stuckFor = 0;
  #lookedAt = 0;
  #isOnDuty = false;
  #looking: Promise<void> | undefined;

  private constructor(options: InstanceOptions, store: EventStore, views: Views) {
    const { process, seams, vault, provider, onAlarm } = options;
    this.#with = options;
    this.process = process;
    this.views = views;
    const timers = process.timers();
    this.ledger = seams.ledger(
      ledgerOn({
        store,
        vault,
        policies: seams.policies(defaultWithdrawalPolicies),
        monthOfWithdrawal: seams.withdrawalIndex(monthOfWithdrawal(store, views)),
        placesOfEarning: (id) => views.earningPlaces(id).answer,
        decider: seams.decider(),
        timers,
      }),
    );
    const ports: PayoutPorts = {
      ledger: seams.ledgerOfPayouts(this.ledger),
      store,
      views: seams.views(views),
      provider: seams.provider(provider),
      vault: seams.vault(vault),
      clock: { now: () => this.now() },
      terms: seams.terms({
        ...payoutTerms(providerContracts.yeepay, settlingSeconds),
        ...patience,
      }),
      alarm: onAlarm,
      providerId: 'yeepay',
      duty: store.shared ? this.#observed(this.#leases(store)) : undefined,
    };
    this.#ports = ports;
    this.payouts = new PayoutProcess(ports);
    this.#sweep = new Sweep(ports, this.payouts);
  }

  /** Several instances share out whose payouts each drives. */
  #leases(store: EventStore): Leases {
    const { process, time } = this.#with;
    return new Leases({
      store,
      holder: process.id,
      clock: { now: () => this.now() },
      steady: () => time.millis,
      lastsMs: leaseMs,
      onTaken: (covers) => this.payouts.takeOver(covers),
      timers: process.timers(),
    });
  }

  /** Knows whether there was anything to look after, so that time need not pass in small steps. */
  #observed(leases: Leases): Duty {
    return {
      covers: (account) => leases.covers(account),
      maySend: (account) => leases.maySend(account),
      stop: () => leases.stop(),
      lookAfter: (accounts) => {
        const open = [...accounts];
        this.#isOnDuty = open.length > 0;
        return leases.lookAfter(open);
      },
    };
  }

  static async start(options: InstanceOptions): Promise<Instance> {
    const { process, seams, onStopped } = options;
    const store = seams.store(options.store);
    const views = await inProcessViews({
      store,
      viewStore: seams.viewStore(options.viewStore),
      onStopped,
      timers: process.timers(),
    });
    const instance = new Instance(options, store, views);
    const from = instance.payouts.recover();
    void instance.payouts.follow(from, process.signal).catch(onStopped);
    instance.#sweepNow();
    return instance;
  }

  /** The provider notifies. */
  notified(body: string): Promise<NotificationOutcome> {
    return notified(this.#ports, this.payouts, body);
  }

  /** What this machine takes for the time. */
  now(): Instant {
    return instantOfMillis(this.#with.time.millis + this.#with.clockError());
  }

  policy() {
    return policyOn(defaultWithdrawalPolicies, dayOf(this.now()));
  }

  /** Sees to it that the payout process looks when something is due, or a lease must be kept. */
  plan(): void {
    const { time, clockError, process } = this.#with;
    const next = this.payouts.nextDueAt();
    if (next === undefined) return;
    const due = next - clockError();
    const wake = this.#isOnDuty ? Math.min(due, this.#lookedAt + leaseMs / 4) : due;
    // What is due and yet not looked at is another instance's: that is looked into ever more seldom.
    const isStuck = next === this.#stuckAt && due <= time.millis;
    const at = isStuck ? this.#lookedAt + this.#stuckFor : wake;
    const tickAt = Math.ceil(Math.max(at, time.millis + 1) / tickMs) * tickMs;
    if (this.#tickAt !== undefined && this.#tickAt <= tickAt) return;
    this.#tickAt = tickAt;
    time.at(tickAt, () => this.#tick(tickAt, next), process);
  }

  #tick(at: number, next: number): void {
    if (this.#tickAt !== at) return;
    this.#tickAt = undefined;
    this.#lookedAt = at;
    this.#stuckFor =
      next === this.#stuckAt ? Math.min(2 * this.#stuckFor, stuckMs.most) : stuckMs.least;
    this.#stuckAt = next;
    // As the driver does it: what is covered runs out by itself while the store is away.
    this.#looking ??= this.payouts
      .lookAfterDuty()
      .catch(() => {})
      .finally(() => {
        this.#looking = undefined;
        this.payouts.tick();
      });
    this.payouts.tick();
  }

  #sweepNow(): void {
    const { time, process } = this.#with;
    this.#sweep.tick();
    time.at(time.millis + sweepLookMs, () => this.#sweepNow(), process);
  }
}
