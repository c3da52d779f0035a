import { Metadata, status } from '@grpc/grpc-js';
import type { EventLog } from './event-log.ts';
import type { Faults } from './faults.ts';
import type { OpenCalls } from './open-calls.ts';

export type Address = { readonly host: string; readonly port: number };

/** What every call is answered from. */
export type ServerNode = {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly calls: OpenCalls;
  readonly address: () => Address;
  /** Who leads, if it is another node. */
  readonly leader: () => Address | undefined;
  /** Names and their passwords; undefined: everyone may. */
  readonly users: Readonly<Record<string, string>> | undefined;
  /** Names that may read but not write. */
  readonly readers: readonly string[];
  /** Answers as servers did before 22.6: no features, no `caughtUp`, no positions in streams. */
  readonly isOld: boolean;
  readonly die: () => void;
};

export type Failure = {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
};

const exception = (name: string, more: Readonly<Record<string, string>> = {}): Metadata => {
  const metadata = new Metadata();
  metadata.set('exception', name);
  for (const [key, value] of Object.entries(more)) metadata.set(key, value);
  return metadata;
};

export const notLeader = (node: ServerNode): Failure => {
  const { host, port } = node.leader() ?? node.address();
  return {
    code: status.NOT_FOUND,
    details: 'Leader info available',
    metadata: exception('not-leader', {
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  };
};

export const streamDeleted = (stream: string): Failure => ({
  code: status.FAILED_PRECONDITION,
  details: `Event stream '${stream}' is deleted.`,
  metadata: exception('stream-deleted', { 'stream-name': stream }),
});

export const tooLarge = (limit: number): Failure => ({
  code: status.INVALID_ARGUMENT,
  details: `Maximum Append Size of ${limit} Exceeded.`,
  metadata: exception('maximum-append-size-exceeded', { 'maximum-append-size': String(limit) }),
});

const accessDenied: Failure = {
  code: status.PERMISSION_DENIED,
  details: 'Access Denied',
  metadata: exception('access-denied'),
};

const nameIn = ({ users }: ServerNode, headers: Metadata): string | undefined => {
  const [header = ''] = headers.get('authorization');
  const [, encoded = ''] = /^Basic (.+)$/.exec(String(header)) ?? [];
  const [name = '', password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return users?.[name] === password ? name : undefined;
};

/** Why a call is not even looked at; undefined when it is. */
export const barrier = (
  node: ServerNode,
  headers: Metadata,
  wants: 'read' | 'write',
): Failure | undefined => {
  if (node.users !== undefined) {
    const name = nameIn(node, headers);
    if (name === undefined)
      return { code: status.UNAUTHENTICATED, details: 'Received HTTP status code 401' };
    if (wants === 'write' && node.readers.includes(name)) return accessDenied;
  }
  const [requiresLeader] = headers.get('requires-leader');
  return requiresLeader === 'true' && node.leader() !== undefined ? notLeader(node) : undefined;
};
