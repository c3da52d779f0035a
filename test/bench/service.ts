import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { startWorld, type World } from '../../src/demo/world.ts';
import { developmentToken } from '../../src/tokens.ts';
import { LoadGenerator } from './load.ts';
import type { LoadPlan } from './load-plan.ts';

/** A fresh service, a platform's token, and who puts load on it. */
export type BenchService = {
  readonly world: World;
  readonly token: string;
  readonly generator: LoadGenerator;
  readonly close: () => Promise<void>;
};

export const connections = 64;
const registeredAtOnce = 32;
const readyPatienceMs = 600_000;

/** With a payer and doctors `doc-0` to `doc-{n-1}`. */
export const startService = async (doctors: number): Promise<BenchService> => {
  const service = await startOn(undefined);
  const { clients } = service.world;
  await clients.must('platform', undefined, 'PUT', '/v1/payers/pay-1', {
    legalName: 'bench',
    merchantNo: '1',
    taxMethod: 'labor-monthly',
  });
  let next = 0;
  const register = async (): Promise<void> => {
    for (let n = next++; n < doctors; n = next++) {
      const doctor = { kind: 'doctor', name: '测试' };
      await clients.must('platform', undefined, 'PUT', `/v1/doctors/doc-${n}`, doctor);
    }
  };
  await Promise.all(Array.from({ length: registeredAtOnce }, register));
  return service;
};

/** On the log and views that are there already, in a folder that goes in the end; on an empty log unless told. */
export const startOn = async (folder: string | undefined): Promise<BenchService> => {
  const world =
    folder === undefined ? await startWorld() : await startWorld(`sqlite:${folder}`, folder);
  const generator = new LoadGenerator();
  const token = await developmentToken(world.jwtSecret, { role: 'platform', sub: 'bench' });
  const close = async (): Promise<void> => {
    generator.stop();
    await world.close();
  };
  return { world, token, generator, close };
};

/** Waits until the service and its views are where the log is; ms. */
export const untilReady = async ({ world }: BenchService): Promise<number> => {
  const began = performance.now();
  while (performance.now() - began < readyPatienceMs) {
    const answer = await request(`${world.serviceUrl}/health/ready`);
    await answer.body.dump();
    if (answer.statusCode === 200) return performance.now() - began;
    await pause(20);
  }
  throw new Error('The service did not become ready');
};

/** One figure of what the service tells its monitor. */
export const metricOf = async ({ world }: BenchService, name: string): Promise<number> => {
  const answer = await request(`${world.serviceUrl}/metrics`);
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await answer.body.text())?.[1]);
};

/** Waits until new earnings need not be looked up any more; the first one begins it. */
export const untilSifted = async (service: BenchService): Promise<void> => {
  const until = performance.now() + readyPatienceMs;
  while ((await metricOf(service, 'lotus_earning_ids_sifted')) !== 1) {
    if (performance.now() > until) throw new Error('The earning ids were not read in time');
    await pause(200);
  }
};

/** The most of the machine's memory that the service has taken since it was started, MiB; as Linux counts it. */
export const peakMiB = ({ world }: BenchService): number => {
  const status = readFileSync(`/proc/${world.pid()}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
};

/** What the service takes of the machine's memory now, MiB. */
export const residentMiB = async (service: BenchService): Promise<number> =>
  (await metricOf(service, 'process_resident_memory_bytes')) / 1_048_576;

/** Single earnings onto this service, in a closed loop unless told. */
export const earningsPlan = (
  { world, token }: BenchService,
  more: Pick<LoadPlan, 'pick' | 'doctors' | 'prefix' | 'seconds'> & Partial<LoadPlan>,
): LoadPlan => ({ url: world.serviceUrl, token, connections, day: yesterday(), ...more });

/** Yesterday in Asia/Shanghai: completed services lie in the past. */
export const yesterday = (): string =>
  new Date(Date.now() - 16 * 3_600_000).toISOString().slice(0, 10);

/** The sums of the trial balance. That they differ ends the run: figures of wrong books are worth nothing. */
export const checkBooks = async ({ world }: BenchService): Promise<void> => {
  const answer = await world.clients.must('finance', undefined, 'GET', '/v1/trial-balance');
  const { debit, credit } = answer as { readonly debit: string; readonly credit: string };
  if (debit !== credit) throw new Error(`The books do not balance: ${debit} and ${credit}`);
};
