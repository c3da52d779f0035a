import { isJobDone } from '../../domain/jobs/decider.ts';
import { addDays, addMonths, dayOf, firstDayOf, type Month, monthOf } from '../../domain/time.ts';
import { everyRow } from '../views/every-row.ts';
import { settlingJobs } from './job-names.ts';
import type { JobPorts } from './jobs.ts';

/** How far back missed months are made up for; a later month's statement holds all that is older. */
const monthsBackMax = 12;

/** Months that should have been issued and were not, oldest first, those of a downtime included. */
export const monthsDue = async (ports: JobPorts): Promise<readonly Month[]> => {
  const { ledger, clock } = ports;
  const now = clock.now();
  const first = firstMonth(ports);
  const due: Month[] = [];
  for (let back = monthsBackMax; back >= 1 && first !== undefined; back -= 1) {
    const month = addMonths(monthOf(now), -back);
    const isTime = dayOf(now) >= issueDayOf(month, ports);
    if (month < first || !isTime) continue;
    if (!isJobDone(await ledger.jobs.state({ name: settlingJobs.issue, period: month })))
      due.push(month);
  }
  return due;
};

/** Months that were due a day ago and are still not done: somebody must look. */
export const monthsMissed = async (ports: JobPorts): Promise<readonly Month[]> => {
  const today = dayOf(ports.clock.now());
  return (await monthsDue(ports)).filter((month) => today > issueDayOf(month, ports));
};

/** The month in which the first organization was registered. */
const firstMonth = ({ views }: JobPorts): Month | undefined => {
  let first: Month | undefined;
  for (const { registeredAt } of everyRow((page) => views.parties('organization', page)))
    if (first === undefined || monthOf(registeredAt) < first) first = monthOf(registeredAt);
  return first;
};

/** The day of the next month on which a month's statements are issued, by the policy in force now. */
const issueDayOf = (month: Month, { ledger, clock }: JobPorts) =>
  addDays(firstDayOf(addMonths(month, 1)), ledger.statements.policyOn(clock.now()).issueDay - 1);
