import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { settingsFrom } from '../settings.ts';
import type { Ended } from './lotus.ts';

const fileBytesMax = 64 * 1024 * 1024;

/** Commands about doctors' monthly statements. */
export const addStatementCommands = (program: Command, ended: Ended): void => {
  program
    .command('verify-statement')
    .argument('<file>', 'a statement as JSON, CSV or PDF, as the service gave it out')
    .description("hold a doctor's monthly statement against the log")
    .option('--json', 'print one JSON object')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const content = await readFile(file);
      if (content.length > fileBytesMax)
        throw new Error(`${file}: expected at most ${fileBytesMax} bytes`);
      const { openLogForReading } = await import('../open-log.ts');
      const { verifyStatement } = await import('../doctor-statements/verify-statement.ts');
      const log = await openLogForReading(settingsFrom(process.env));
      try {
        const found = await verifyStatement(log, content);
        const { verdict, detail, statement } = found;
        const of = statement === undefined ? '' : `${statement.account} ${statement.month}: `;
        process.stdout.write(
          json === true ? `${JSON.stringify(found)}\n` : `${of}${verdict}: ${detail}\n`,
        );
        ended(verdict === 'matches' ? 0 : 1);
      } finally {
        await log.close();
      }
    });
};
