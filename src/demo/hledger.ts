import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import type { Clients } from './clients.ts';

const run = (words: readonly string[], input?: Readable): Promise<number | string> =>
  new Promise((resolve) => {
    const child = execFile('hledger', [...words], (error) => resolve(error?.code ?? 0));
    if (input === undefined || child.stdin === null) return;
    // hledger may have heard enough before all is said.
    child.stdin.on('error', () => input.destroy());
    input.pipe(child.stdin);
  });

/** Whether hledger accepts the exported journal; undefined where there is no hledger. */
export const checkWithHledger = async (clients: Clients): Promise<boolean | undefined> => {
  if ((await run(['--version'])) === 'ENOENT') return undefined;
  const text = await (await clients.as('finance')).text('/v1/journal?format=hledger');
  return (await run(['-f', '-', 'check'], Readable.from(text))) === 0;
};
