import type { Command } from 'commander';
import { dayOf } from '../../domain/time.ts';
import { realClock } from '../real-timers.ts';
import { addImportCommand } from './import-command.ts';
import type { Ended } from './lotus.ts';
import { aMonth } from './option-values.ts';
import { financeClient, issueStatements, statementLines } from './statements.ts';
import { developmentSecret } from './token-command.ts';
import { type Where, withWhere } from './where.ts';
import { withdrawAll } from './withdraw-all.ts';

/** Commands that talk to a running service over its public contract. */
export const addServiceCommands = (program: Command, ended: Ended): void => {
  addImportCommand(program, ended);

  withWhere(
    program
      .command('statements')
      .description('issue what is missing of a month’s settlement statements, and list them'),
  )
    .requiredOption('--period <yyyy-mm>', 'the month whose services are settled', aMonth)
    .action(async (options: Where & { period: string }) => {
      const finance = await financeClient(options.url, options.token, developmentSecret);
      const issued = await issueStatements(finance, options.period);
      await finance.close();
      process.stdout.write(
        options.json === true ? `${JSON.stringify(issued)}\n` : statementLines(issued),
      );
      ended(issued.outcome === 'done' ? 0 : 1);
    });

  withWhere(
    program
      .command('withdraw-all')
      .description('ask a withdrawal of everything for every doctor who may'),
  )
    .option(
      '--prefix <text>',
      'withdrawal ids begin with it: the same prefix again asks nothing twice (default: all- and the day)',
    )
    .action(async (options: Where & { prefix?: string }) => {
      const secret = developmentSecret();
      const prefix = options.prefix ?? `all-${dayOf(realClock.now())}`;
      const outcome = await withdrawAll(options.url, secret, prefix);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(outcome)}\n`
          : `${outcome.withdrawals} withdrawals of ${outcome.withdrawn} in all; ${outcome.refused} doctors may not\n`,
      );
      ended(0);
    });
};
