import { ok, type Result, refuse } from '../../domain/result.ts';
import type { Day } from '../../domain/time.ts';
import { StoreUnreadable } from '../ledger/stored-facts.ts';
import { turns } from '../turns.ts';
import { actAutomatically, linkExplained, waitsForPerson } from './act.ts';
import type { GivenBills } from './bills.ts';
import { findDifferences } from './find.ts';
import type { ReconcilePorts, RunRefusal } from './ports.ts';
import { type RunRecorded, recordRun, type Who } from './record-run.ts';
import type { RunResult } from './result.ts';

/** How long a run waits for the views to have seen all that is written, ms. */
const viewsPatienceMs = 30_000;

export type RunDone = RunRecorded & {
  /** What the machine did by policy. */
  readonly acted: number;
  /** What it could not do: these breaks stay open. */
  readonly failed: number;
  /** Breaks of earlier days that this day's bills explained. */
  readonly linked: number;
};

export type UnderWay = { readonly step: string; readonly done: number };

/** Reconciles days. One run of a day at a time in this process; several processes meet in the day's stream. */
export class Reconciler {
  readonly ports: ReconcilePorts;
  readonly #inTurn = turns();
  readonly #underWay = new Map<Day, UnderWay>();

  constructor(ports: ReconcilePorts) {
    this.ports = ports;
  }

  /** How far a run of the day is, in this process. */
  underWay(day: Day): UnderWay | undefined {
    return this.#underWay.get(day);
  }

  /** Runs a day, or runs it again: what does not differ from the last run is not written again. */
  run(day: Day, who: Who, given: GivenBills = {}): Promise<Result<RunDone, RunRefusal>> {
    return this.#inTurn(day, () => this.#runNow(day, who, given));
  }

  async #runNow(day: Day, who: Who, given: GivenBills): Promise<Result<RunDone, RunRefusal>> {
    this.#underWay.set(day, { step: 'views', done: 0 });
    try {
      if (!(await this.viewsAtHead())) return refuse({ code: 'views-behind' });
      return await this.#findAndRecord(day, who, given);
    } catch (error) {
      if (error instanceof StoreUnreadable) return refuse({ code: 'store-unavailable' });
      throw error;
    } finally {
      this.#underWay.delete(day);
    }
  }

  async #findAndRecord(
    day: Day,
    who: Who,
    given: GivenBills,
  ): Promise<Result<RunDone, RunRefusal>> {
    const { ports } = this;
    const state = await ports.ledger.reconciliations.state(ports.providerName, day);
    if (state.signedOffBy !== undefined) return refuse({ code: 'day-signed-off', day });
    const beganAt = ports.clock.now();
    const told = (step: string, done: number): void => void this.#underWay.set(day, { step, done });
    const found = await findDifferences(ports, day, given, told);
    if (!found.ok) return found;
    told('recording', found.value.breaks.length);
    const recorded = await recordRun(ports, found.value, { ...who, beganAt });
    if (!recorded.ok) return recorded;
    if (recorded.value.found > 0) this.#tell(found.value);
    const { correlation } = who;
    const linked = await linkExplained(ports, found.value.explained, { day, correlation });
    const acted = await actAutomatically(ports, day, {
      files: found.value.files,
      correlation,
    });
    return ok({ ...recorded.value, ...acted, linked });
  }

  /** What waits for a person is an alarm, once for all that a run found. */
  #tell({ breaks, day, files }: RunResult): void {
    const waiting = breaks.filter((one) => waitsForPerson(one, files));
    if (waiting.length === 0) return;
    const types = [...Map.groupBy(waiting, ({ type }) => type)];
    const detail = `${day}: ${types.map(([type, { length }]) => `${length} ${type}`).join(', ')}`;
    this.ports.alarm({ code: 'break-found', detail, at: this.ports.clock.now() });
  }

  /** Waits until the views have seen all that is written by now; false where they do not in time. */
  async viewsAtHead(): Promise<boolean> {
    const { store, views } = this.ports;
    let head: Awaited<ReturnType<typeof store.head>>;
    try {
      head = await store.head();
    } catch (error) {
      throw new StoreUnreadable('of all facts', error);
    }
    return head === undefined || views.caughtUpTo(head, viewsPatienceMs);
  }
}
