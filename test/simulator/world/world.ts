import { createHash } from 'node:crypto';
import type { PayeeId, Reference } from '../../../domain/identifiers.ts';
import { fen } from '../../../domain/money.ts';
import { defaultWithdrawalPolicies } from '../../../domain/policy/withdrawal-policy.ts';
import { instantOfMillis } from '../../../domain/time.ts';
import { parseStored } from '../../../src/facts/parse-stored.ts';
import { ledgerOn } from '../../../src/ledger/ledger.ts';
import type { AlarmRaised } from '../../../src/payouts/ports.ts';
import { payerOf } from '../cast.ts';
import type { Violation } from '../checks/checking.ts';
import { type Checks, checksOf } from '../checks/checks.ts';
import { Faults } from '../faults.ts';
import type { Seams } from '../mutations/seams.ts';
import type { Plan } from '../plan.ts';
import { VirtualTime } from '../virtual-time.ts';
import { Bank } from './bank.ts';
import type { BankOrder } from './bank-order.ts';
import { Callers } from './callers.ts';
import type { Instance } from './instance.ts';
import { Machine } from './machine.ts';
import { News } from './news.ts';
import { type SharedLog, sharedLog } from './shared-log.ts';
import { type SharedVault, sharedVault } from './vault.ts';

export type WorldOptions = {
  readonly plan: Plan;
  readonly muted: ReadonlySet<string>;
  readonly seams: Seams;
  /** Told what happens, where somebody wants to read it. */
  readonly note?: ((at: number, line: string) => void) | undefined;
};

/** Everything there is in one history: time, luck, the log, the provider, the machines, the people. */
export class World {
  readonly plan: Plan;
  readonly time: VirtualTime;
  readonly faults: Faults;
  readonly log: SharedLog = sharedLog();
  readonly vault: SharedVault = sharedVault();
  readonly bank: Bank;
  readonly checks: Checks;
  readonly callers: Callers;
  readonly machines: readonly Machine[];
  readonly alarms = new Map<string, number>();
  facts = 0;
  violation: Violation | undefined;
  isProviderDown = false;
  readonly #digest = createHash('sha256');
  readonly #with: WorldOptions;

  constructor(options: WorldOptions) {
    const { plan, muted, seams } = options;
    this.#with = options;
    this.plan = plan;
    this.time = new VirtualTime(plan.start);
    this.faults = new Faults({ seed: plan.seed, severity: plan.severity, muted });
    const { time, faults, log, vault } = this;
    const { seed } = plan;
    const news = new News({ time, faults, deliver: (body) => this.#deliver(body) });
    this.bank = new Bank({
      seed,
      time,
      faults,
      broken: this.broken,
      onAsked: (instruction) => this.checks.payouts.asked(instruction),
      onMoved: (order) => this.#moved(order, news),
    });
    this.checks = checksOf({
      vault,
      bank: this.bank,
      now: () => time.millis,
      broken: this.broken,
    });
    this.callers = new Callers({
      time,
      faults,
      broken: this.broken,
      someInstance: () => this.someInstance(),
    });
    log.onWritten((stored) => {
      this.facts += 1;
      this.#digest.update(
        `${stored.stream}\n${stored.revision}\n${stored.type}\n${stored.data}\n${stored.metadata}\n`,
      );
      this.note(`  log  ${stored.stream} ${stored.revision} ${stored.type} ${stored.data}`);
      this.checks.see(parseStored(stored));
    });
    const overtake = this.#ghost();
    const { shared } = plan;
    const common = { time, faults, log, shared, vault, seams, bank: this.bank, overtake };
    this.machines = ['one', 'two'].map(
      (name) =>
        new Machine({
          ...common,
          name,
          isProviderDown: () => this.isProviderDown,
          onAlarm: (alarm) => this.#alarmed(alarm),
          note: (line) => this.note(line),
        }),
    );
  }

  readonly broken = (rule: string, detail: string): void => {
    this.violation ??= { rule, detail, at: this.time.millis };
    this.note(`  BROKEN  ${rule}: ${detail}`);
  };

  note(line: string): void {
    this.#with.note?.(this.time.millis, line);
  }

  /** Equal for equal histories, byte for byte. */
  digest(): string {
    return this.#digest.copy().digest('hex');
  }

  /** Whoever answers the next caller; with two machines running, either. */
  someInstance(): Instance | undefined {
    const running = this.machines.flatMap(({ instance }) => instance ?? []);
    return running.length < 2 ? running[0] : this.faults.chance('which instance').pick(running);
  }

  async live(until: number, isOver: () => boolean = () => false): Promise<void> {
    await this.time.live(until, () => {
      for (const { instance } of this.machines) instance?.plan();
      return this.violation !== undefined || isOver();
    });
  }

  close(): void {
    for (const machine of this.machines) machine.close();
  }

  async #deliver(body: string) {
    const instance = this.someInstance();
    if (instance === undefined) return undefined;
    return Promise.race([
      instance.notified(body),
      instance.process.died.then(() => undefined),
    ]).catch(() => undefined);
  }

  #moved(order: BankOrder, news: News): void {
    const { requestNo, merchantNo, amount } = order.instruction;
    this.note(`  bank ${requestNo} is ${order.state}`);
    this.checks.payouts.moved(order);
    news.tell({ requestNo, merchantNo, amount });
  }

  #alarmed({ code, detail, payoutId }: AlarmRaised): void {
    const kind = `${code}: ${detail}`;
    this.alarms.set(kind, (this.alarms.get(kind) ?? 0) + 1);
    this.note(`  alarm ${kind} ${payoutId ?? ''}`);
  }

  /** Another instance, in good weather, that now and then is a moment faster. */
  #ghost(): (stream: string) => Promise<void> {
    const { log, time } = this;
    const ledger = ledgerOn({
      store: { ...log, shared: true },
      vault: { patientKey: async () => 'nobody' },
      policies: defaultWithdrawalPolicies,
      monthOfWithdrawal: async () => undefined,
    });
    let count = 0;
    return async (stream) => {
      if (!stream.startsWith('account-')) return;
      count += 1;
      const id = `ghost-${count}` as Reference;
      const now = instantOfMillis(time.millis);
      const asking = { actor: 'finance:ghost', commandId: id, correlation: id, now };
      await ledger.desk.handle(
        stream.slice(8, -8) as PayeeId,
        {
          type: 'ProposeAdjustment',
          adjustmentId: id,
          payerId: payerOf(1),
          amount: fen(1n),
          reason: 'r',
          by: 'ghost',
        },
        asking,
      );
    };
  }
}
