import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts the bare route in a process of its own. */
export const startBare = async (): Promise<{ readonly url: string; readonly stop: () => void }> => {
  const script = new URL('./bare.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const url = /listens on (\S+)/.exec(String(line))?.[1];
  if (url === undefined) throw new Error('The bare route did not start');
  return { url, stop: () => void child.kill('SIGTERM') };
};
