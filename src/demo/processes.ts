import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const startPatienceMs = 120_000;
/** Longer than a service gives itself to end what is under way. */
const stopPatienceMs = 30_000;

/** A process of ours, started for a while: it has said where it listens. */
export type Started = {
  readonly url: string;
  readonly pid: number | undefined;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
  /** How it ended; undefined while it runs, null where a signal ended it. */
  readonly ended: () => number | null | undefined;
};

/** Starts `lotus` with these words and waits for the line that says where it listens. */
export const startLotus = async (
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
  say: (line: string) => void = () => {},
): Promise<Started> => {
  const bin = new URL('../lotus.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [bin, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (errors.push(line) > 50) errors.shift();
  });
  const url = await listeningUrl(child, say).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`lotus ${words[0]} did not start: ${errors.join('\n')}`, { cause: error });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
    await exited;
    clearTimeout(late);
  };
  const ended = () => (child.signalCode === null ? (child.exitCode ?? undefined) : null);
  return { url, pid: child.pid, stop: () => end('SIGTERM'), kill: () => end('SIGKILL'), ended };
};

const listeningUrl = (child: ChildProcess, say: (line: string) => void): Promise<string> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('it did not say in time')), startPatienceMs);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    child.once('error', reject);
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      say(line);
      const found = /listens on (http:\/\/[^\s,]+)/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    });
  });
