import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnreachable } from '../../src/cli/service-client.ts';
import { Clients } from '../../src/demo/clients.ts';
import { freePort } from '../../src/demo/free-port.ts';
import { type Started, startLotus } from '../../src/demo/processes.ts';
import { developmentValues } from '../../src/development.ts';
import { developmentEnvironment, sandboxWords } from '../../src/development-environment.ts';

const standInFile = new URL('./esdb-server/main.ts', import.meta.url).pathname;

type StandIn = {
  readonly connectionString: string;
  /** Ends it; what its clients have left behind. */
  readonly stop: () => Promise<unknown>;
  readonly kill: () => void;
};

/** The stand-in server as a process of its own. */
export const startStandIn = async (): Promise<StandIn> => {
  const child = spawn(process.execPath, [standInFile], {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const said = lines[Symbol.asyncIterator]();
  const connectionString =
    String((await said.next()).value)
      .split(' ')
      .at(-1) ?? '';
  return {
    connectionString,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const left = await said.next();
      await exited;
      return JSON.parse(String(left.value));
    },
    kill: () => void child.kill('SIGKILL'),
  };
};

export type Instance = {
  readonly url: string;
  readonly clients: Clients;
  readonly dataFolder: string;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly process: () => Started;
};

export type InstancesWorld = {
  readonly instances: readonly [Instance, Instance];
  readonly connectionString: string;
  readonly sandboxUrl: string;
  readonly jwtSecret: string;
  /** Stops the services in order, then the server; what was left open on it. */
  readonly stop: () => Promise<unknown>;
  readonly close: () => Promise<void>;
};

/** Two services on one stand-in server, one vault and one provider, each a process with its own views. */
export const startInstances = async (leaseSeconds: number): Promise<InstancesWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-instances-'));
  const values = developmentValues(folder);
  const [standIn, sandbox] = await Promise.all([
    startStandIn(),
    startLotus(sandboxWords(values, folder, 0)),
  ]);
  const [first, second] = [await freePort(), await freePort()];
  const instance = async (port: number): Promise<Instance> => {
    const url = `http://127.0.0.1:${port}`;
    const dataFolder = join(folder, `instance-${port}`);
    const environment = {
      // The provider tells one address, as it would a load balancer.
      ...developmentEnvironment(values, sandbox.url, `http://127.0.0.1:${first}`),
      LOTUS_STORE: standIn.connectionString,
      LOTUS_PORT: String(port),
      LOTUS_DATA: dataFolder,
      LOTUS_VAULT_FILE: join(folder, 'vault.db'),
      LOTUS_LEASE_SECONDS: String(leaseSeconds),
      LOTUS_LOG_LEVEL: 'error',
      LOTUS_JWKS_URL: '',
    };
    let service = await startLotus(['serve'], environment);
    const clients = new Clients(url, values.jwtSecret);
    return {
      url,
      clients,
      dataFolder,
      kill: () => service.kill(),
      start: async () => {
        service = await startLotus(['serve'], environment);
      },
      process: () => service,
    };
  };
  const instances = await Promise.all([instance(first), instance(second)]);
  const stopServices = async (): Promise<void> => {
    for (const { clients } of instances) await clients.close();
    await Promise.all(instances.map(({ process: running }) => running().stop()));
  };
  return {
    instances,
    connectionString: standIn.connectionString,
    sandboxUrl: sandbox.url,
    jwtSecret: values.jwtSecret,
    stop: async () => {
      await stopServices();
      return standIn.stop();
    },
    close: async () => {
      await stopServices();
      await sandbox.stop();
      standIn.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const attemptsMax = 400;
const retryMs = 50;

/** Does it again until it is done: the service may be dying, or not there yet. */
export const persistently = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isPassing =
        error instanceof ServiceUnreachable || / answered 50[03]/.test(String(error));
      if (!isPassing || attempt === attemptsMax) throw error;
    }
    await pause(retryMs);
  }
};
