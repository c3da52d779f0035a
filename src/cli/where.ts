import type { Command } from 'commander';

/** Which service a command talks to, as whom, and how it answers. */
export type Where = { readonly url: string; readonly token?: string; readonly json?: boolean };

export const withWhere = (command: Command): Command =>
  command
    .option('--url <url>', 'the running service', process.env.LOTUS_URL ?? 'http://127.0.0.1:3000')
    .option(
      '--token <jwt>',
      'a token of platform, of finance for statements; made from the development secret when missing',
      process.env.LOTUS_TOKEN,
    )
    .option('--json', 'print one JSON object');
