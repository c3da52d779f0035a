import { EventStoreDBClient } from '@eventstore/db-client';
import { answeredWithin } from './answered-within.ts';
import type { Connection } from './connection.ts';

// Cancelled streams end at once; a server that hangs must not keep us.
const letGoMillisMax = 2_000;

/**
 * The vendor's client with what it lacks: its reconnecting cannot end the process, its channel can
 * be closed, and it tells what the server can do.
 */
export class GuardedClient extends EventStoreDBClient {
  private opened: ReturnType<EventStoreDBClient['getChannel']> | undefined;

  constructor({ options, channel }: Connection, deadlineMillis: number) {
    const { hosts, dnsDiscover, defaultCredentials: _, tls, tlsCAFile, ...rest } = options;
    const settings = { ...rest, throwOnAppendFailure: true, defaultDeadline: deadlineMillis };
    const [host, ...others] = hosts;
    if (host === undefined) throw new Error('A connection has at least one host.');
    if (dnsDiscover) super({ ...settings, discover: host, nodePreference: 'leader' }, channel);
    else if (others.length > 0)
      super({ ...settings, endpoints: hosts, nodePreference: 'leader' }, channel);
    else super({ ...settings, endpoint: host }, channel);

    const reconnect = this.handleError;
    this.handleError = async (client, error) => {
      // Nobody waits for this, and a failed search for the leader would be an unhandled rejection;
      // the next call searches again and hears of it.
      await reconnect(client, error).catch(() => undefined);
    };
    const open = this.getChannel;
    this.getChannel = () => {
      this.opened = open();
      return this.opened;
    };
  }

  /** The server's version; `unknown` where it tells no features, as servers before 21.10 do. */
  async serverVersion(): Promise<string> {
    return (await this.capabilities).serverVersion;
  }

  /** Ends live streams and closes the connection. */
  async letGo(): Promise<void> {
    await answeredWithin(this.dispose(), letGoMillisMax).catch(() => undefined);
    const channel = await this.opened?.catch(() => undefined);
    channel?.close();
  }
}
