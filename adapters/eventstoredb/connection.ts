import { readFileSync } from 'node:fs';
import type { ChannelCredentialOptions, Credentials } from '@eventstore/db-client';
import {
  type ConnectionOptions,
  parseConnectionString,
} from '@eventstore/db-client/dist/Client/parseConnectionString.js';

export type Connection = {
  /** Hosts and ports only: fit for messages and logs. */
  readonly shown: string;
  readonly options: ConnectionOptions;
  readonly channel: ChannelCredentialOptions;
  readonly credentials: Credentials;
};

/** Why a store cannot be opened. Never repeats the connection string: it may hold a password. */
export class CannotOpen extends Error {
  constructor(where: string, reason: string, cause?: unknown) {
    super(`Cannot open the event store at ${where}: ${reason}`, { cause });
    this.name = 'CannotOpen';
  }
}

const keys = [
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
  'nodePreference',
  'throwOnAppendFailure',
  'tls',
  'tlsCAFile',
];
const flat = (key: string): string => key.trim().toLowerCase().replaceAll(/[_-]/g, '');
const known = new Set(keys.map(flat));

const beforeParsing = 'the connection string';

/** The client would only print a warning for these, and then not do what was asked. */
const checkKeys = (text: string): void => {
  const [, search = ''] = text.split('?', 2);
  for (const pair of search.split('&').filter((pair) => pair !== '')) {
    const [key = ''] = pair.split('=', 1);
    if (flat(key) === 'tlsverifycert')
      throw new CannotOpen(beforeParsing, 'tlsVerifyCert is not supported; name a tlsCAFile');
    if (!known.has(flat(key)))
      throw new CannotOpen(beforeParsing, `expected one of ${keys.join(', ')} after the hosts`);
  }
};

const expectedAt = (error: unknown): string => {
  const [at, what] =
    error instanceof Error && 'location' in error && 'expected' in error
      ? [Array.isArray(error.location) ? ` at character ${error.location[0]}` : '', error.expected]
      : ['', 'esdb://HOST:PORT'];
  return `expected ${what}${at}`;
};

const parsed = (text: string): ConnectionOptions => {
  checkKeys(text);
  try {
    return parseConnectionString(text);
  } catch (error) {
    throw new CannotOpen(beforeParsing, expectedAt(error));
  }
};

const channelOf = (where: string, { tls, tlsCAFile }: ConnectionOptions) => {
  if (tls === false) return { insecure: true };
  if (tlsCAFile === undefined) return {};
  try {
    return { rootCertificate: readFileSync(tlsCAFile) };
  } catch (error) {
    throw new CannotOpen(where, 'tlsCAFile cannot be read', error);
  }
};

const checkSettings = (where: string, { hosts, ...options }: ConnectionOptions): void => {
  const badPort = hosts.find(({ port }) => port < 1 || port > 65_535);
  if (badPort !== undefined) throw new CannotOpen(where, 'a port is 1 to 65535');
  if (options.dnsDiscover && hosts.length > 1)
    throw new CannotOpen(where, 'esdb+discover:// takes one name; list nodes with esdb://');
  if ((options.nodePreference ?? 'leader') !== 'leader')
    throw new CannotOpen(where, 'a ledger talks to the leader: leave nodePreference out');
  if (options.throwOnAppendFailure === false)
    throw new CannotOpen(where, 'throwOnAppendFailure=false hides refused appends');
};

/**
 * Without TLS the client sends no credentials, yet their being there makes it append call by call
 * instead of through the one shared stream that was measured to be unsafe.
 */
const nobody: Credentials = { username: 'nobody', password: 'nobody' };

/** Reads `esdb://` and `esdb+discover://` strings, strictly. Throws `CannotOpen`. */
export const connectionFrom = (text: string, credentials: Credentials | undefined): Connection => {
  const options = parsed(text);
  const { hosts, tls } = options;
  const shown = hosts.map(({ address, port }) => `${address}:${port}`).join(',');
  checkSettings(shown, options);
  const given = credentials ?? options.defaultCredentials;
  if (given !== undefined && tls === false)
    throw new CannotOpen(shown, 'a name and password are not sent without TLS; leave one out');
  if (given === undefined && tls !== false)
    throw new CannotOpen(shown, 'expected a name and password, or tls=false');
  return {
    shown,
    options,
    channel: channelOf(shown, options),
    credentials: given ?? nobody,
  };
};
