import { status } from '@grpc/grpc-js';
import type { AppendTrouble, ReadTrouble } from './esdb-server/faults.ts';
import type { EsdbServer } from './esdb-server/server.ts';

const lost: readonly AppendTrouble[] = [
  { kind: 'lost-reply' },
  { kind: 'error-after-write', code: status.ABORTED, details: 'Operation timed out' },
  { kind: 'error-after-write', code: status.UNAVAILABLE, details: 'Connection dropped' },
  { kind: 'error-before-write', code: status.ABORTED, details: 'Operation timed out' },
  { kind: 'error-before-write', code: status.UNAVAILABLE, details: 'Server Is Too Busy' },
  { kind: 'not-leader' },
  { kind: 'slow', millis: 3 },
];

const deadly: readonly AppendTrouble[] = [
  { kind: 'death-after-write' },
  { kind: 'death-before-write' },
];

const breaks: readonly ReadTrouble[] = [
  { kind: 'not-leader' },
  { kind: 'error', after: 0, code: status.UNAVAILABLE, details: 'Server Is Not Ready' },
  { kind: 'error', after: 4, code: status.UNAVAILABLE, details: 'Connection dropped' },
  { kind: 'error', after: 30, code: status.CANCELLED, details: 'the server stops' },
];

export type FaultChances = {
  readonly random: () => number;
  /** One append and one read in so many goes wrong. */
  readonly oneIn: number;
  /** Whether the server may die, too; it is back at once. */
  readonly mayDie: boolean;
};

const pick = <Value>(random: () => number, values: readonly Value[]): Value | undefined =>
  values[Math.floor(random() * values.length)];

/**
 * Lets things go wrong by chance, yet never two appends to one stream in a row, so that whoever
 * asks again gets there. Returns how to stop it, and how often something went wrong.
 */
export const failAtRandom = (server: EsdbServer, { random, oneIn, mayDie }: FaultChances) => {
  const failedLast = new Set<string>();
  let count = 0;
  let restarting = Promise.resolve();

  const chance = <Value>(values: readonly Value[]): Value | undefined => {
    if (random() * oneIn >= 1) return undefined;
    count += 1;
    return pick(random, values);
  };
  server.faults.append = (stream) => {
    if (failedLast.delete(stream)) return undefined;
    const trouble = chance(mayDie ? [...lost, ...deadly] : lost);
    if (trouble !== undefined) failedLast.add(stream);
    if (trouble?.kind.startsWith('death'))
      restarting = restarting.then(() => new Promise(setImmediate)).then(server.restart);
    return trouble;
  };
  server.faults.read = () => chance(breaks);

  return {
    count: () => count,
    stop: async () => {
      server.faults.append = () => undefined;
      server.faults.read = () => undefined;
      await restarting;
    },
  };
};
