import { inForce } from '../effective-dating.ts';
import { type Day, dayFromFact } from '../time.ts';

/** The rules by which organizations settle, from a day on. */
export type StatementPolicy = {
  readonly effectiveFrom: Day;
  /** Named in every statement issued under it. */
  readonly version: string;
  /** The day of the following month on which a month's statements are issued. */
  readonly issueDay: number;
  /** Days after issue from which an organization's silence counts as a yes. */
  readonly confirmDays: number;
  /** What an invoice may be made out for. */
  readonly invoiceItems: readonly string[];
  /** Working days (mainland China) from the invoice to the day by which it must be paid. */
  readonly dueWorkingDays: number;
  /** Days without an answer after which an organization is reminded that a doctor asked to leave. */
  readonly unbindReminderDays: number;
  /** Days without an answer after which finance is told to step in. */
  readonly unbindEscalationDays: number;
};

/** Ascending by `effectiveFrom`, never empty. */
export type StatementPolicies = readonly [StatementPolicy, ...StatementPolicy[]];

/** The policy of a day. The first one also covers what came before it, so every day has one. */
export const statementPolicyOn = (policies: StatementPolicies, day: Day): StatementPolicy =>
  inForce(policies, day) ?? policies[0];

/**
 * The platform publishes no numbers. A comparable one (creators' agencies of the same group) issues
 * by the tenth of the next month, takes two names of service on an invoice and pays within ten
 * working days; the other days are ours.
 */
export const defaultStatementPolicies: StatementPolicies = [
  {
    effectiveFrom: dayFromFact('2025-01-01'),
    version: 'statement-2025-01-01',
    issueDay: 5,
    confirmDays: 7,
    invoiceItems: ['技术服务费', '信息服务费', '医疗咨询服务费'],
    dueWorkingDays: 10,
    unbindReminderDays: 3,
    unbindEscalationDays: 7,
  },
];
