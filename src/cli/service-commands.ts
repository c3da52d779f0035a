import type { Command } from 'commander';
import { developmentToken } from '../tokens.ts';
import { importEarnings } from './import-earnings.ts';
import { importParties } from './import-parties.ts';
import type { Ended } from './lotus.ts';
import { type Progress, progressOf } from './progress.ts';
import { developmentSecret } from './run-commands.ts';
import { type ServiceClient, serviceClient } from './service-client.ts';
import { financeClient, issueStatements, statementLines } from './statements.ts';
import { withdrawAll } from './withdraw-all.ts';

type Where = { readonly url: string; readonly token?: string; readonly json?: boolean };

const kinds = ['payers', 'organizations', 'doctors', 'earnings'] as const;

const withWhere = (command: Command): Command =>
  command
    .option('--url <url>', 'the running service', process.env.LOTUS_URL ?? 'http://127.0.0.1:3000')
    .option(
      '--token <jwt>',
      'a platform token; made from the development secret when missing',
      process.env.LOTUS_TOKEN,
    )
    .option('--json', 'print one JSON object');

const connected = async ({ url, token }: Where): Promise<ServiceClient> =>
  serviceClient(
    url,
    token ??
      (await developmentToken(developmentSecret(), { role: 'platform', sub: 'lotus-import' })),
  );

/** Commands that talk to a running service over its public contract. */
export const addServiceCommands = (program: Command, ended: Ended): void => {
  withWhere(
    program.command('import').argument('<files...>').description('import files of JSON lines'),
  )
    .requiredOption('--kind <kind>', kinds.join(' | '))
    .action(async (files: readonly string[], options: Where & { kind: string }) => {
      const kind = kinds.find((one) => one === options.kind);
      if (kind === undefined) throw new Error(`--kind: expected ${kinds.join(' | ')}`);
      const service = await connected(options);
      let rejected = 0;
      for (const file of files) {
        const { size } = await import('node:fs/promises').then(({ stat }) => stat(file));
        const progress: Progress = progressOf(file, size);
        const outcome =
          kind === 'earnings'
            ? await importEarnings(service, file, progress)
            : await importParties(service, kind, file, progress);
        progress.end();
        rejected += outcome.rejected;
        const { position: _position, ...counts } = outcome;
        process.stdout.write(
          options.json === true
            ? `${JSON.stringify({ file, ...counts })}\n`
            : `${file}: ${counts.accepted} accepted, ${counts.duplicates} duplicates, ${counts.rejected} rejected\n`,
        );
      }
      await service.close();
      ended(rejected > 0 ? 1 : 0);
    });

  withWhere(
    program
      .command('statements')
      .description('issue what is missing of a month’s settlement statements, and list them'),
  )
    .requiredOption('--period <yyyy-mm>', 'the month whose services are settled')
    .action(async (options: Where & { period: string }) => {
      const finance = await financeClient(options.url, developmentSecret());
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
      'withdrawal ids begin with it: the same prefix again asks nothing twice',
      'all',
    )
    .action(async (options: Where & { prefix: string }) => {
      const secret = developmentSecret();
      const outcome = await withdrawAll(options.url, secret, options.prefix);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(outcome)}\n`
          : `${outcome.withdrawals} withdrawals of ${outcome.withdrawn} in all; ${outcome.refused} doctors may not\n`,
      );
      ended(0);
    });
};
