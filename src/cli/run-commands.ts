import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import closeWithGrace from 'close-with-grace';
import type { Command } from 'commander';
import { completeSettings } from '../complete-settings.ts';
import { developmentValues } from '../development.ts';
import { settingsFrom } from '../settings.ts';
import { aNumber } from './option-values.ts';
import { addToken } from './token-command.ts';

const closePatienceMs = 20_000;

/** Keeps the process until it is told to end, then ends what it serves. */
export const untilTold = (close: () => Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    closeWithGrace({ delay: closePatienceMs, logger: false }, async ({ err }) => {
      if (err !== undefined) process.stderr.write(`${err.stack ?? err.message}\n`);
      await close();
      resolve();
    });
  });

const addServe = (program: Command): void => {
  program
    .command('serve')
    .description('serve over HTTP; settings come from the environment')
    .action(async () => {
      const { serve } = await import('../main.ts');
      const service = await serve(completeSettings(settingsFrom(process.env)));
      process.stdout.write(`lotus listens on ${service.url}\n`);
      await untilTold(service.close);
    });
};

const addSandbox = (program: Command): void => {
  program
    .command('sandbox')
    .description("the payment provider's stand-in")
    .requiredOption('--port <n>', 'port to listen on, 0 for any', aNumber(0, 65_535))
    .option('--app-key <key>', 'the app key it knows', 'app_development')
    .option('--merchant-public-key <file>', 'PEM of the key that signs requests')
    .option('--platform-private-key <file>', 'PEM of the key it signs with')
    .option(
      '--data <dir>',
      'keep its orders there; keys are made there when none are given',
      './data/sandbox',
    )
    .option('--seed <n>', 'decides everything random', aNumber(0, 4_294_967_295), 1)
    .option(
      '--step-ms <n>',
      'how long an order takes from state to state',
      aNumber(0, 86_400_000),
      50,
    )
    .action(async (options: SandboxWords) => {
      const { yeepaySandbox } = await import('../sandbox.ts');
      const made =
        options.merchantPublicKey === undefined || options.platformPrivateKey === undefined
          ? developmentValues(options.data)
          : undefined;
      const sandbox = await yeepaySandbox({
        host: '127.0.0.1',
        port: options.port,
        appKey: options.appKey,
        merchantPublicKeyPem: readFileSync(
          options.merchantPublicKey ?? made?.merchantPublicKeyFile ?? '',
          'utf8',
        ),
        platformPrivateKeyPem: readFileSync(
          options.platformPrivateKey ?? made?.platformPrivateKeyFile ?? '',
          'utf8',
        ),
        dataDir: options.data,
        seed: options.seed,
        stepMs: options.stepMs,
      });
      process.stdout.write(
        `sandbox listens on ${sandbox.url}, its gateway is ${sandbox.url}/yop-center\n`,
      );
      if (made !== undefined)
        process.stdout.write(`keys were made in ${join(options.data, 'development')}\n`);
      await untilTold(sandbox.close);
    });
};

/** Commands that run something: the service, the sandbox, a token. */
export const addRunCommands = (program: Command): void => {
  addServe(program);
  addSandbox(program);
  addToken(program);
};

type SandboxWords = {
  readonly port: number;
  readonly appKey: string;
  readonly merchantPublicKey?: string;
  readonly platformPrivateKey?: string;
  readonly data: string;
  readonly seed: number;
  readonly stepMs: number;
};
