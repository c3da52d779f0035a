import { type Command, InvalidArgumentError } from 'commander';
import { developmentToken } from '../tokens.ts';
import type { Ended } from './lotus.ts';
import { aDay } from './option-values.ts';
import { daySummary, reconcileDay } from './reconcile.ts';
import { serviceClient } from './service-client.ts';
import { developmentSecret } from './token-command.ts';

type Options = {
  readonly date: string;
  readonly file?: string;
  readonly kind: string;
  readonly url: string;
  readonly token?: string;
  readonly json?: boolean;
};

const aKind = (text: string): string => {
  if (text !== 'payments' && text !== 'returns')
    throw new InvalidArgumentError('expected payments or returns');
  return text;
};

/** `lotus reconcile`: a day with the provider, through a running service. */
export const addReconcileCommand = (program: Command, ended: Ended): void => {
  program
    .command('reconcile')
    .description("hold a day against the provider's bills and balance; exit 1 when breaks are open")
    .requiredOption('--date <yyyy-mm-dd>', 'the day, in Asia/Shanghai', aDay)
    .option('--file <file>', 'a bill handed in instead of downloaded')
    .option('--kind <kind>', 'which bill the file is: payments | returns', aKind, 'payments')
    .option('--url <url>', 'the running service', process.env.LOTUS_URL ?? 'http://127.0.0.1:3000')
    .option(
      '--token <jwt>',
      'a finance token; made from the development secret when missing',
      process.env.LOTUS_TOKEN,
    )
    .option('--json', 'print one JSON object')
    .action(async ({ url, token, json, ...asked }: Options) => {
      const service = serviceClient(
        url,
        token ??
          (await developmentToken(developmentSecret(), {
            role: 'finance',
            sub: 'lotus-reconcile',
          })),
      );
      try {
        const reconciled = await reconcileDay(service, asked);
        process.stdout.write(
          json === true ? `${JSON.stringify(reconciled)}\n` : `${daySummary(reconciled)}\n`,
        );
        ended(reconciled.breaks.open > 0 ? 1 : 0);
      } finally {
        await service.close();
      }
    });
};
