import { type Command, Option } from 'commander';
import { journalEntries } from '../journal/entries.ts';
import { type JournalFormat, journalFormats, journalText } from '../journal/formats.ts';
import { settingsFrom } from '../settings.ts';
import { addBackupCommands } from './backup-commands.ts';
import { addCopyCommand } from './copy-command.ts';
import type { Ended } from './lotus.ts';
import { addSimulateCommand } from './simulate-command.ts';
import { addStatementCommands } from './statement-commands.ts';
import { addWithholdingCommand } from './withholding-command.ts';

/** Commands that read or mend the data folder itself; the service need not run. */
export const addDataCommands = (program: Command, ended: Ended): void => {
  addCopyCommand(program, ended);
  addBackupCommands(program, ended);
  program
    .command('journal')
    .description('every entry of the books')
    .addOption(
      new Option('--format <format>', 'as whose input').choices(journalFormats).default('hledger'),
    )
    .action(async ({ format }: { format: JournalFormat }) => {
      const { openLogForReading } = await import('../open-log.ts');
      const log = await openLogForReading(settingsFrom(process.env));
      for await (const text of journalText(journalEntries(log), format)) {
        if (!process.stdout.write(text))
          await new Promise((resolve) => process.stdout.once('drain', resolve));
      }
      await log.close();
    });

  addWithholdingCommand(program, ended);

  program
    .command('verify')
    .description('recompute everything: chains, entries, views against the log')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const { verifyFiles } = await import('../verify-files.ts');
      const report = await verifyFiles(settingsFrom(process.env));
      const { facts, streams, viewRows, differences } = report;
      if (json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
      else {
        for (const { kind, where, detail } of differences)
          process.stdout.write(`${kind}: ${where}: ${detail}\n`);
        process.stdout.write(
          `${facts} facts in ${streams} streams, ${viewRows} rows of views: ${differences.length} differences\n`,
        );
      }
      ended(differences.length > 0 ? 1 : 0);
    });

  addStatementCommands(program, ended);
  addSimulateCommand(program, ended);

  program
    .command('rebuild')
    .argument('[view]', 'one view; all unless told')
    .description('build views anew from the log')
    .action(async (view: string | undefined, _options: unknown, command: Command) => {
      const { rebuildFiles, viewNames } = await import('../verify-files.ts');
      if (view !== undefined && !viewNames.includes(view))
        command.error(`error: unknown view; expected one of ${viewNames.join(', ')}`);
      const names = await rebuildFiles(settingsFrom(process.env), view);
      process.stdout.write(`built anew: ${names.join(', ')}\n`);
    });
};
