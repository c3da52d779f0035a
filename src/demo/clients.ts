import { type ServiceAnswer, type ServiceClient, serviceClient } from '../cli/service-client.ts';
import type { Role } from '../http/caller.ts';
import { developmentToken } from '../tokens.ts';

/** Speaks to a service as any role, with tokens made from the demo's own secret. */
export class Clients {
  readonly #secret: string;
  #url: string;
  readonly #open = new Map<string, Promise<ServiceClient>>();

  constructor(url: string, secret: string) {
    this.#url = url;
    this.#secret = secret;
  }

  as(role: Role, party?: string): Promise<ServiceClient> {
    const key = `${role} ${party ?? ''}`;
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const made = developmentToken(this.#secret, { role, party, sub: party ?? `demo-${role}` }).then(
      (token) => serviceClient(this.#url, token),
    );
    this.#open.set(key, made);
    return made;
  }

  /** A call that must succeed; anything but 2xx ends the demo with what was said. */
  async must(
    role: Role,
    party: string | undefined,
    ...call: Parameters<ServiceClient['call']>
  ): Promise<unknown> {
    const client = await this.as(role, party);
    const answer: ServiceAnswer = await client.call(...call);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new Error(
      `${call[0]} ${call[1]} answered ${answer.status}: ${JSON.stringify(answer.body)}`,
    );
  }

  /** Forgets connections: the service is somewhere else now. */
  async moveTo(url: string): Promise<void> {
    await this.close();
    this.#url = url;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const client of open) await (await client).close();
  }
}
