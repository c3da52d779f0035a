import type { PayeeId, PayerId, Reference } from '../../domain/identifiers.ts';
import { isJobDone } from '../../domain/jobs/decider.ts';
import type { JobCounts, JobPeriod } from '../../domain/jobs/facts.ts';
import { dayOf, type Month } from '../../domain/time.ts';
import type { Asking } from '../ledger/asking.ts';
import type { JobRunOutcome } from '../ledger/job-runs.ts';
import { everyRow } from '../views/every-row.ts';
import type { Views } from '../views/views.ts';
import { settlingJobs } from './job-names.ts';
import { monthsDue } from './months-due.ts';
import type { SettlingPorts } from './ports.ts';

const by = 'system:settling';

export type JobPorts = Pick<SettlingPorts, 'ledger' | 'clock'> & {
  readonly views: Pick<Views, 'parties' | 'statements' | 'askingToLeave'>;
};
type Who = { readonly actor: string; readonly correlation: string };
type Work = (asking: Asking) => Promise<JobCounts>;

/** The jobs of settling as plain functions; whoever keeps the clock calls `tick`. */
export class SettlingJobs {
  readonly #ports: JobPorts;
  #running: Promise<void> | undefined;

  constructor(ports: JobPorts) {
    this.#ports = ports;
  }

  /**
   * Issues every organization's statements of a month, one a payer. Run again it issues what is
   * missing and changes nothing else. Counts: `issued`, `repeated`, `nothing`, `failed`.
   */
  issueMonth(period: Month, who: Who = this.#self(period)): Promise<JobRunOutcome> {
    return this.#run(settlingJobs.issue, period, who, (asking) => this.#issueAll(period, asking));
  }

  /** Confirms what is issued and whose day of silence has come. Counts: `confirmed`, `failed`. */
  confirmDue(who: Who = this.#self('confirm')): Promise<JobRunOutcome> {
    return this.#run(settlingJobs.confirm, this.#today(), who, (asking) => this.#confirm(asking));
  }

  /** Reminds and escalates, by the days of the policy. Counts: `told`, `failed`. */
  remind(who: Who = this.#self('remind')): Promise<JobRunOutcome> {
    return this.#run(settlingJobs.remind, this.#today(), who, (asking) => this.#remind(asking));
  }

  /** Does what is due and not done yet; at most one at a time. */
  tick(): Promise<void> {
    this.#running ??= this.#tick().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #tick(): Promise<void> {
    const { ledger } = this.#ports;
    for (const month of await monthsDue(this.#ports)) await this.issueMonth(month);
    const today = this.#today();
    for (const [name, work] of [
      [settlingJobs.confirm, () => this.confirmDue()],
      [settlingJobs.remind, () => this.remind()],
    ] as const)
      if (!isJobDone(await ledger.jobs.state({ name, period: today }))) await work();
  }

  async #issueAll(period: Month, asking: Asking): Promise<JobCounts> {
    const { ledger, views } = this.#ports;
    const counts = { issued: 0, repeated: 0, nothing: 0, failed: 0 };
    for (const row of everyRow((page) => views.parties('organization', page))) {
      if (row.kind === 'payer') continue;
      const organizationId = row.id;
      for (const payerId of await this.#payersOf(organizationId, asking)) {
        const outcome = await ledger.statements.issue({ organizationId, payerId, period }, asking);
        if (outcome.ok) counts[outcome.value.added ? 'issued' : 'repeated'] += 1;
        else counts[isNothing(outcome.refusal.code) ? 'nothing' : 'failed'] += 1;
      }
    }
    return counts;
  }

  /** Who has ever owed the organization something. */
  async #payersOf(organization: PayeeId, { now }: Asking): Promise<readonly PayerId[]> {
    const { ledger } = this.#ports;
    const of = await ledger.desk.accountOf(organization);
    return of === undefined ? [] : [...(await ledger.accounts.settled(of, now)).sums.keys()].sort();
  }

  async #confirm(asking: Asking): Promise<JobCounts> {
    const { ledger, views } = this.#ports;
    const today = dayOf(asking.now);
    const counts = { confirmed: 0, failed: 0 };
    const due = [...everyRow((page) => views.statements({ state: 'issued' }, page))].filter(
      ({ statement }) => (statement.issued?.confirmBy ?? today) <= today,
    );
    for (const { statementId } of due) {
      const told = await ledger.statements.tell(statementId, { type: 'ConfirmBySilence' }, asking);
      // Answered meanwhile: that is as good.
      if (told.ok) counts.confirmed += told.value.added ? 1 : 0;
      else if (told.refusal.code !== 'statement-state') counts.failed += 1;
    }
    return counts;
  }

  async #remind(asking: Asking): Promise<JobCounts> {
    const { ledger, views } = this.#ports;
    const { now } = asking;
    const { unbindReminderDays, unbindEscalationDays } = ledger.statements.policyOn(now);
    const days = { reminderDays: unbindReminderDays, escalationDays: unbindEscalationDays };
    const counts = { told: 0, failed: 0 };
    for (const { doctorId } of [...everyRow((page) => views.askingToLeave(page))]) {
      const outcome = await ledger.parties.handlePayee(
        { type: 'RemindOfUnbind', payee: doctorId, ...days, now },
        { ...asking, commandId: `RemindOfUnbind:${doctorId}` },
      );
      if (outcome.ok) counts.told += outcome.value.facts.length;
      else counts.failed += 1;
    }
    return counts;
  }

  #run(name: Reference, period: JobPeriod, who: Who, work: Work): Promise<JobRunOutcome> {
    const { ledger, clock } = this.#ports;
    const now = () => clock.now();
    return ledger.jobs.run({ name, period }, { ...who, now }, async () => {
      const counts = await work({ ...who, commandId: `${name}:${period}`, now: now() });
      return { outcome: (counts.failed ?? 0) > 0 ? 'failed' : 'done', counts };
    });
  }

  #self(about: string): Who {
    return { actor: by, correlation: `settling-${about}` };
  }

  #today() {
    return dayOf(this.#ports.clock.now());
  }
}

/** Nothing to be paid, or it stands on a later statement already: no fault of the run. */
const isNothing = (code: string): boolean =>
  code === 'nothing-to-settle' || code === 'period-settled';
