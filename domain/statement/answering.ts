import { amountText, total } from '../money.ts';
import { ok } from '../result.ts';
import type { StatementCommandOf } from './commands.ts';
import { about, notIn, type StatementDecision } from './deciding.ts';
import type { Statement } from './state.ts';

/** The organization says yes, or its days of silence are over and say it; once. */
export const confirm = (
  command: StatementCommandOf<'ConfirmStatement' | 'ConfirmBySilence'>,
  statement: Statement,
): StatementDecision => {
  if (statement.state === 'confirmed') return ok([]);
  if (statement.state !== 'issued') return notIn(command, statement);
  const automatically = command.type === 'ConfirmBySilence';
  return ok([{ type: 'StatementConfirmed', data: { ...about(command), automatically } }]);
};

/** The lines named wait for the next period's statement; the others go on in a new version. */
export const dispute = (
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
