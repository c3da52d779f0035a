import { amountText } from '../money.ts';
import { ok } from '../result.ts';
import { addDays, dayOf } from '../time.ts';
import type { StatementCommandOf } from './commands.ts';
import { about, type StatementDecision } from './deciding.ts';
import type { Statement } from './state.ts';

/** Lines follow from the claim and the account, so whoever lists them again lists the same. */
export const listLines = (
  command: StatementCommandOf<'ListLines'>,
  { issued, listed }: Statement,
): StatementDecision => {
  const { from, lines, digest } = command;
  if (issued !== undefined || from <= listed.lines) return ok([]);
  if (from !== listed.lines + 1) throw new Error(`Line ${listed.lines + 1} was left out`);
  return ok([{ type: 'StatementLinesListed', data: { ...about(command), from, lines, digest } }]);
};

/** All lines are there: from now on the organization may answer, and has `confirmDays` for it. */
export const issue = (
  command: StatementCommandOf<'IssueStatement'>,
  { issued, listed }: Statement,
): StatementDecision => {
  if (issued !== undefined) return ok([]);
  const { organizationId, payerId, period, version, lines, gross, policy } = command;
  if (lines !== listed.lines) throw new Error(`${listed.lines} of ${lines} lines are listed`);
  return ok([
    {
      type: 'StatementIssued',
      data: {
        ...about(command),
        organizationId,
        payerId,
        period,
        version,
        lines,
        gross: amountText(gross),
        total: amountText(listed.total),
        digest: listed.digest,
        policy: policy.version,
        confirmBy: addDays(dayOf(command.now), policy.confirmDays),
      },
    },
  ]);
};
