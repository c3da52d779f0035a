import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { amountText } from '../../domain/money.ts';
import type { Month } from '../../domain/time.ts';
import { settingsFrom } from '../settings.ts';
import type { Ended } from './lotus.ts';
import { aMonth } from './option-values.ts';
import { runWithholding } from './withholding.ts';

/** Recomputes withholding: of a file's payments, or of all that the log says was withheld. */
export const addWithholdingCommand = (program: Command, ended: Ended): void => {
  program
    .command('withholding')
    .argument('[file]', 'JSON lines {payee, payer, method, at, gross}; - for standard input')
    .description('recompute withholding: of a file, line by line; without one, prove the log')
    .option('--month <month>', 'prove only what was requested in this month', aMonth)
    .option('--json', 'print one JSON object (of a file: JSON lines, always)')
    .action(
      async (file: string | undefined, { month, json }: { month?: Month; json?: boolean }) => {
        if (file !== undefined) return recompute(file, ended);
        const { openLogForReading } = await import('../open-log.ts');
        const { provePostings } = await import('../withholding/prove-postings.ts');
        const log = await openLogForReading(settingsFrom(process.env));
        try {
          const { withheld, ...proof } = await provePostings(log, month);
          const said = { ...proof, withheld: amountText(withheld) };
          process.stdout.write(json === true ? `${JSON.stringify(said)}\n` : inWords(said));
          ended(proof.differences.length > 0 ? 1 : 0);
        } finally {
          await log.close();
        }
      },
    );
};

const recompute = async (file: string, ended: Ended): Promise<void> => {
  const input = file === '-' ? process.stdin : createReadStream(file);
  const { rejected } = await runWithholding(createInterface({ input }), (line) =>
    process.stdout.write(`${line}\n`),
  );
  ended(rejected > 0 ? 1 : 0);
};

type Proof = Omit<
  Awaited<ReturnType<typeof import('../withholding/prove-postings.ts').provePostings>>,
  'withheld'
> & { readonly withheld: string };

const inWords = ({ payouts, postings, withheld, differences }: Proof): string =>
  [
    ...differences.flatMap(({ what, account, ref, month, recorded, expected, working }) => [
      `${what}: ${account} ${ref} ${month}: recorded ${recorded}, expected ${expected}`,
      ...working.map((line) => `  ${line}`),
    ]),
    `${payouts} withholdings and ${postings} postings computed anew, ${withheld} withheld: ` +
      `${differences.length} differences`,
    '',
  ].join('\n');
