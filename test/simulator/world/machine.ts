import { sqliteViewStore } from '../../../adapters/sqlite/view-store.ts';
import type { ViewStore } from '../../../projections/view-store.ts';
import type { AlarmRaised } from '../../../src/payouts/ports.ts';
import type { Faults } from '../faults.ts';
import type { Seams } from '../mutations/seams.ts';
import { hour, minute, second, type VirtualTime } from '../virtual-time.ts';
import type { Bank } from './bank.ts';
import { Instance } from './instance.ts';
import { Process } from './process.ts';
import { providerPort } from './provider-port.ts';
import type { SharedLog } from './shared-log.ts';
import { storePort } from './store-port.ts';
import { type SharedVault, vaultPort } from './vault.ts';

/** How long it takes until a dead process is noticed and begun anew, ms. */
const restartMs = { least: second, most: 10 * minute };

const clockErrorMaxMs = 3 * hour;

export type MachineOptions = {
  readonly name: string;
  readonly time: VirtualTime;
  readonly faults: Faults;
  readonly log: SharedLog;
  readonly shared: boolean;
  readonly bank: Bank;
  readonly vault: SharedVault;
  readonly seams: Seams;
  readonly isProviderDown: () => boolean;
  readonly overtake: (stream: string) => Promise<void>;
  readonly onAlarm: (alarm: AlarmRaised) => void;
  readonly note: (line: string) => void;
};

class Crash extends Error {}

/** A computer with a disk and a clock of its own; its process dies and is begun again. */
export class Machine {
  readonly name: string;
  /** How far its clock is off, ms. */
  clockError = 0;
  instance: Instance | undefined;
  readonly #with: MachineOptions;
  #disk: ViewStore = sqliteViewStore({ file: ':memory:' });
  #isWanted = false;
  #starts = 0;

  constructor(options: MachineOptions) {
    this.name = options.name;
    this.#with = options;
  }

  /** The views as they lie on its disk. */
  get disk(): ViewStore {
    return this.#disk;
  }

  async start(): Promise<void> {
    this.#isWanted = true;
    if (this.instance !== undefined) return;
    this.#starts += 1;
    const { name, time, faults, log, shared, bank, vault, note } = this.#with;
    if (faults.strikes('views lost with the disk')) this.#loseDisk();
    const process = new Process(name, this.#starts, time, faults);
    void process.died.then(() => this.#died());
    note(`${name} starts`);
    const instance = await Instance.start({
      process,
      time,
      seams: this.#with.seams,
      store: storePort({ log, process, faults, shared, overtake: this.#with.overtake }),
      viewStore: mortal(this.#disk, process, faults),
      vault: vaultPort(vault, process),
      provider: providerPort({ bank, process, faults, isDown: this.#with.isProviderDown }),
      clockError: () => this.clockError,
      onAlarm: this.#with.onAlarm,
      onStopped: () => process.kill(),
    });
    // It may have died while it began.
    if (process.alive) this.instance = instance;
  }

  kill(): void {
    this.instance?.process.kill();
  }

  /** Sets its clock on or back, ms; it is never further off than a few hours. */
  setClock(by: number): void {
    const error = this.clockError + by;
    this.clockError = Math.abs(error) > clockErrorMaxMs ? by : error;
  }

  stop(): void {
    this.#isWanted = false;
    this.kill();
  }

  close(): void {
    this.stop();
    this.#disk.close();
  }

  #died(): void {
    const { name, time, faults, note } = this.#with;
    note(`${name} is dead`);
    this.instance = undefined;
    const delay = faults.chance('restart').between(restartMs.least, restartMs.most);
    time.at(time.millis + delay, () => {
      if (this.#isWanted) void this.start();
    });
  }

  #loseDisk(): void {
    this.#disk.close();
    this.#disk = sqliteViewStore({ file: ':memory:' });
  }
}

/** The views' disk in the hands of a process that may die before or after it has saved. */
const mortal = (disk: ViewStore, process: Process, faults: Faults): ViewStore => {
  const living = (): void => {
    if (!process.alive) throw new Crash('the process is dead');
  };
  const crash = (): never => {
    process.kill();
    throw new Crash('the process died while saving views');
  };
  return {
    ...disk,
    begin: (...asked) => {
      living();
      return disk.begin(...asked);
    },
    save: (changes) => {
      living();
      if (faults.strikes('crash before views are saved')) crash();
      const saved = disk.save(changes);
      if (faults.strikes('crash after views are saved')) crash();
      return saved;
    },
    swap: (...asked) => {
      living();
      return disk.swap(...asked);
    },
    forget: (view) => {
      living();
      disk.forget(view);
    },
    sweep: (rows) => {
      living();
      return disk.sweep(rows);
    },
    // The disk outlives the process.
    close: () => {},
  };
};
