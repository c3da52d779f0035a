import type { Decider } from '../decider.ts';
import type { Reference } from '../identifiers.ts';
import { amountText, total } from '../money.ts';
import { ok, refuse } from '../result.ts';
import { addDays, dayOf } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { StatementCommand, StatementCommandOf, StatementRefusal } from './commands.ts';
import { about, notIn, type StatementDecision } from './deciding.ts';
import type { StatementFact } from './facts.ts';
import { movePayout, scheduleStatement } from './payouts.ts';
import { evolveStatement, newStatement, type Statement } from './state.ts';

const decide = (command: StatementCommand, statement: Statement): StatementDecision => {
  if (command.type === 'ListLines') return listLines(command, statement);
  if (command.type === 'IssueStatement') return issue(command, statement);
  const { statementId } = command;
  if (statement.issued === undefined) return refuse({ code: 'statement-unknown', statementId });
  switch (command.type) {
    case 'ConfirmStatement':
      return confirm(command, statement);
    case 'ConfirmBySilence':
      return dayOf(command.now) < statement.issued.confirmBy
        ? refuse({ code: 'statement-not-due', confirmBy: statement.issued.confirmBy })
        : confirm(command, statement);
    case 'DisputeLines':
      return dispute(command, statement);
    case 'InvoiceStatement':
      return invoice(command, statement);
    case 'ScheduleStatement':
      return scheduleStatement(command, statement);
    case 'MovePayout':
      return movePayout(command, statement);
    case 'VoidStatement':
      return voidStatement(command, statement);
    default:
      return unreachable(command);
  }
};

/** Lines follow from the claim and the account, so whoever lists them again lists the same. */
const listLines = (
  command: StatementCommandOf<'ListLines'>,
  { issued, listed }: Statement,
): StatementDecision => {
  const { from, lines, digest } = command;
  if (issued !== undefined || from <= listed.lines) return ok([]);
  if (from !== listed.lines + 1) throw new Error(`Line ${listed.lines + 1} was left out`);
  return ok([{ type: 'StatementLinesListed', data: { ...about(command), from, lines, digest } }]);
};

const issue = (
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

const confirm = (
  command: StatementCommandOf<'ConfirmStatement' | 'ConfirmBySilence'>,
  statement: Statement,
): StatementDecision => {
  if (statement.state === 'confirmed') return ok([]);
  if (statement.state !== 'issued') return notIn(command, statement);
  const automatically = command.type === 'ConfirmBySilence';
  return ok([{ type: 'StatementConfirmed', data: { ...about(command), automatically } }]);
};

/** The lines named wait for the next period's statement; the others go on in a new version. */
const dispute = (
  command: StatementCommandOf<'DisputeLines'>,
  statement: Statement,
): StatementDecision => {
  const lines = command.lines.map(({ line }) => line);
  if (statement.state === 'disputed' && sameLines(lines, statement.disputed?.lines ?? []))
    return ok([]);
  if (statement.state !== 'issued') return notIn(command, statement);
  const amount = amountText(total(command.lines.map((line) => line.amount)));
  const { reason } = command;
  return ok([{ type: 'StatementDisputed', data: { ...about(command), lines, amount, reason } }]);
};

const sameLines = (some: readonly number[], others: readonly number[]): boolean =>
  some.length === others.length && some.every((line) => others.includes(line));

const invoice = (
  command: StatementCommandOf<'InvoiceStatement'>,
  statement: Statement,
): StatementDecision => {
  const { invoiceNo, total: invoiced, buyer, payerLegalName, item, policy, dueOn } = command;
  const { issued } = statement;
  if (issued === undefined) return notIn(command, statement);
  if (statement.invoice !== undefined) {
    return statement.invoice.invoiceNo === invoiceNo && invoiced === issued.total
      ? ok([])
      : refuse({ code: 'invoice-differs', invoiceNo: statement.invoice.invoiceNo });
  }
  if (statement.state !== 'confirmed') return notIn(command, statement);
  if (invoiced !== issued.total)
    return refuse({ code: 'invoice-total-differs', expected: issued.total, invoiced });
  if (buyer !== payerLegalName && buyer !== issued.payerId)
    return refuse({ code: 'invoice-buyer-differs', payerId: issued.payerId });
  if (!policy.invoiceItems.includes(item))
    return refuse({ code: 'invoice-item-not-allowed', allowed: policy.invoiceItems });
  return ok([
    {
      type: 'StatementInvoiced',
      data: {
        ...about(command),
        invoiceNo,
        total: amountText(invoiced),
        buyer: issued.payerId,
        item,
        dueOn,
      },
    },
  ]);
};

/** Only while none of its money is on its way; what stood on it comes back with the next version. */
const voidStatement = (
  command: StatementCommandOf<'VoidStatement'>,
  statement: Statement,
): StatementDecision => {
  switch (statement.state) {
    case 'voided':
      return ok([]);
    case 'issued':
    case 'confirmed':
    case 'invoiced':
      return ok([{ type: 'StatementVoided', data: { ...about(command), reason: command.reason } }]);
    case 'listing':
    case 'disputed':
    case 'scheduled':
    case 'paid':
    case 'returned':
      return notIn(command, statement);
    default:
      return unreachable(statement.state);
  }
};

/** All the rules about a settlement statement. */
export const statementDecider: Decider<
  StatementCommand,
  Statement,
  StatementFact,
  StatementRefusal
> = { initialState: newStatement, decide, evolve: evolveStatement };

export const statementStream = (statement: Reference): string => `statement-${statement}`;
