import type { Command } from 'commander';
import { settingsFrom } from '../settings.ts';
import type { Difference } from '../verify/report.ts';
import type { Ended } from './lotus.ts';

type Words = { readonly json?: boolean };
type Found = { readonly differences: readonly Difference[] };

const say = <Report extends Found>(
  report: Report,
  { json }: Words,
  text: (report: Report) => string,
): void => {
  if (json === true) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  for (const { kind, where, detail } of report.differences)
    process.stdout.write(`${kind}: ${where}: ${detail}\n`);
  process.stdout.write(`${text(report)}\n`);
};

/** `lotus backup` and `lotus restore`: log, vault and bills of the embedded store. */
export const addBackupCommands = (program: Command, ended: Ended): void => {
  program
    .command('backup')
    .argument('<file>', 'a new file; its chains are verified once it is written')
    .description('log, vault and bills into one file while the service goes on; not the master key')
    .option('--json', 'print one JSON object')
    .action(async (file: string, words: Words) => {
      const { backupFiles } = await import('../backup-files.ts');
      const report = await backupFiles(settingsFrom(process.env), file);
      say(
        report,
        words,
        ({ facts, streams, bytes }) =>
          `${facts} facts in ${streams} streams, ${bytes} bytes. Keep LOTUS_VAULT_KEY elsewhere: it is not in there.`,
      );
      ended(report.differences.length > 0 ? 1 : 0);
    });

  program
    .command('restore')
    .argument('<file>', 'what lotus backup wrote')
    .description('make the folders of LOTUS_STORE and LOTUS_DATA, which must be empty, of a backup')
    .option('--json', 'print one JSON object')
    .action(async (file: string, words: Words) => {
      const { restoreFiles } = await import('../backup-files.ts');
      const report = await restoreFiles(settingsFrom(process.env), file);
      const failed = report.differences.length > 0;
      say(report, words, ({ facts, streams }) =>
        failed
          ? 'The backup is damaged: nothing was restored.'
          : `${facts} facts in ${streams} streams, every chain verified; views are built when the service starts.`,
      );
      ended(failed ? 1 : 0);
    });
};
