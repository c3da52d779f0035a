import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnreachable } from '../../src/cli/service-client.ts';
import type { Clients } from '../../src/demo/clients.ts';
import type { Role } from '../../src/http/caller.ts';

const attemptsMax = 4_000;
const retryMs = 25;

/** Says the same thing until it is answered: the service may be dying or not there yet. */
export const sayUntilAnswered = async (
  clients: Clients,
  role: Role,
  party: string | undefined,
  method: 'PUT' | 'POST' | 'GET',
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown }> => {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    try {
      const answer = await (await clients.as(role, party)).call(method, path, body);
      if (answer.status !== 503) return answer;
    } catch (error) {
      if (!(error instanceof ServiceUnreachable)) throw error;
    }
    await pause(retryMs);
  }
  throw new Error(`${method} ${path} was never answered`);
};
