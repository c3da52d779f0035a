import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { developmentToken } from '../tokens.ts';
import { type Imported, importEarnings } from './import-earnings.ts';
import { importParties } from './import-parties.ts';
import type { Ended } from './lotus.ts';
import { progressOf } from './progress.ts';
import { writeRejects } from './rejects.ts';
import { type ServiceClient, serviceClient } from './service-client.ts';
import { developmentSecret } from './token-command.ts';
import { type Where, withWhere } from './where.ts';

const kinds = ['payers', 'organizations', 'doctors', 'earnings'] as const;
type Kind = (typeof kinds)[number];
type ImportOptions = Where & { readonly kind: Kind; readonly rejects?: string };

export const addImportCommand = (program: Command, ended: Ended): void => {
  withWhere(
    program.command('import').argument('<files...>').description('import files of JSON lines'),
  )
    .addOption(
      new Option('--kind <kind>', 'what each line describes').choices(kinds).makeOptionMandatory(),
    )
    .option('--rejects <file>', 'where refused lines go; beside the input unless told')
    .action(async (files: readonly string[], options: ImportOptions, command: Command) => {
      if (options.rejects !== undefined && files.length > 1)
        command.error('error: --rejects names the file of one input: expected one input');
      const service = await connected(options);
      let rejected = 0;
      try {
        for (const file of files) {
          const imported = await importFile(service, options.kind, file);
          rejected += imported.rejected;
          process.stdout.write(`${summary(file, imported, options.json === true)}\n`);
          await writeRejects(file, imported.rejections, options.rejects);
        }
      } finally {
        await service.close();
      }
      ended(rejected > 0 ? 1 : 0);
    });
};

const connected = async ({ url, token }: Where): Promise<ServiceClient> =>
  serviceClient(
    url,
    token ??
      (await developmentToken(developmentSecret(), { role: 'platform', sub: 'lotus-import' })),
  );

const importFile = async (service: ServiceClient, kind: Kind, file: string): Promise<Imported> => {
  const progress = progressOf(file, (await stat(file)).size);
  try {
    return kind === 'earnings'
      ? await importEarnings(service, file, progress)
      : await importParties(service, kind, file, progress);
  } finally {
    progress.end();
  }
};

const summary = (
  file: string,
  { accepted, duplicates, rejected }: Imported,
  json: boolean,
): string =>
  json
    ? JSON.stringify({ file, accepted, duplicates, rejected })
    : `${file}: ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected`;
