import type { Decider } from '../decider.ts';
import type { Reference } from '../identifiers.ts';
import { ok, refuse } from '../result.ts';
import { dayOf } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import { confirm, dispute } from './answering.ts';
import type { StatementCommand, StatementCommandOf, StatementRefusal } from './commands.ts';
import { about, notIn, type StatementDecision } from './deciding.ts';
import type { StatementFact } from './facts.ts';
import { invoice } from './invoicing.ts';
import { issue, listLines } from './issuing.ts';
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
