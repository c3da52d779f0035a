import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentValues } from '../development.ts';
import { developmentEnvironment, sandboxWords } from '../development-environment.ts';
import { Clients } from './clients.ts';
import { freePort } from './free-port.ts';
import { type Started, startLotus } from './processes.ts';

/** Service and sandbox as processes of their own, with a fresh data folder. */
export type World = {
  readonly clients: Clients;
  readonly serviceUrl: string;
  readonly sandboxUrl: string;
  readonly jwtSecret: string;
  readonly folder: string;
  /** The service's process of now. */
  readonly pid: () => number | undefined;
  /** Ends the service without warning and starts it again on the same data. */
  readonly killAndRestart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** On this store, in a folder of its own unless told; processes it needs must run already. The folder goes in the end. */
export const startWorld = async (
  store: string | undefined = process.env.LOTUS_STORE,
  folder: string = mkdtempSync(join(tmpdir(), 'lotus-demo-')),
): Promise<World> => {
  const values = developmentValues(folder);
  const sandbox = await startLotus(sandboxWords(values, folder, 0));
  const port = await freePort();
  const serviceUrl = `http://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    LOTUS_STORE: store ?? `sqlite:${folder}`,
    ...developmentEnvironment(values, sandbox.url, serviceUrl),
    LOTUS_PORT: String(port),
    LOTUS_DATA: folder,
    LOTUS_LOG_LEVEL: 'error',
    LOTUS_JWKS_URL: '',
  };
  const serve = (): Promise<Started> => startLotus(['serve'], environment);
  let service = await serve().catch(async (error: unknown) => {
    await sandbox.stop();
    throw error;
  });
  const clients = new Clients(serviceUrl, values.jwtSecret);
  return {
    clients,
    serviceUrl,
    sandboxUrl: sandbox.url,
    jwtSecret: values.jwtSecret,
    folder,
    pid: () => service.pid,
    killAndRestart: async () => {
      await service.kill();
      service = await serve();
    },
    close: async () => {
      await clients.close();
      await service.stop();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
