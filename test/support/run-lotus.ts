import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const bin = new URL('../../src/lotus.js', import.meta.url).pathname;
const patienceMs = 60_000;

/** What a command of ours said and how it ended. */
export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs `lotus` to its end in a process of its own, without what the test runner watches its children with. */
export const runLotus = async (
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> => {
  const child = spawn(process.execPath, [bin, ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  });
  const closed = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { code: child.exitCode, out, err };
};
