import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { untilTold } from './cli/run-commands.ts';
import { completeSettings } from './complete-settings.ts';
import { startLotus } from './demo/processes.ts';
import { developmentValues } from './development.ts';
import { developmentEnvironment, sandboxWords } from './development-environment.ts';
import { roles } from './http/caller.ts';
import type { Service } from './main.ts';
import { settingsFrom } from './settings.ts';
import { developmentToken } from './tokens.ts';

const parties: { readonly [role: string]: string } = { doctor: 'doc-1', organization: 'org-1' };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const served = async (environment: NodeJS.ProcessEnv): Promise<Service> => {
  const { serve } = await import('./main.ts');
  return serve(completeSettings(settingsFrom(environment)));
};

/** `npm start`: the embedded store, the sandbox beside it, and all that is needed to try it out. */
const start = async (): Promise<void> => {
  const settings = settingsFrom(process.env);
  if (settings.NODE_ENV === 'production')
    throw new Error('npm start is for development; in production run "lotus serve"');
  const dataFolder = resolve(settings.LOTUS_DATA);
  mkdirSync(dataFolder, { recursive: true });
  const values = developmentValues(dataFolder);
  const sandbox = await startLotus(sandboxWords(values, dataFolder, 0));
  const serviceUrl = `http://${settings.LOTUS_HOST}:${settings.LOTUS_PORT}`;
  const environment = {
    ...developmentEnvironment(values, sandbox.url, serviceUrl),
    ...process.env,
  };
  const service = await served(environment).catch(async (error: unknown) => {
    await sandbox.stop();
    throw error;
  });
  // Whoever reads the first line may end it from then on.
  const over = untilTold(async () => {
    await service.close();
    await sandbox.stop();
  });
  say(`lotus listens on ${service.url} (contract: ${service.url}/docs)`);
  say(
    `data folder: ${dataFolder} (development secrets were made there; they are good for nothing else)`,
  );
  say(`payment sandbox: ${sandbox.url}`);
  say('tokens, good for 12 hours:');
  for (const role of roles) {
    const party = parties[role];
    const token = await developmentToken(environment.LOTUS_JWT_SECRET ?? values.jwtSecret, {
      role,
      party,
      sub: `dev-${role}`,
    });
    say(`  ${role}${party === undefined ? '' : ` (${party})`}: ${token}`);
  }
  await over;
};

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // What could not run may have left something open behind it.
  process.exit(3);
});
