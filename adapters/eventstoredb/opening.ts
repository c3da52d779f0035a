import { randomUUID } from 'node:crypto';
import { type Credentials, ErrorType } from '@eventstore/db-client';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { answeredWithin } from './answered-within.ts';
import { detailOf } from './append-fault.ts';
import { CannotOpen, type Connection } from './connection.ts';
import type { AnyRecorded } from './event-coding.ts';
import { readEvents } from './event-reading.ts';
import type { GuardedClient } from './guarded-client.ts';
import type { Place } from './place.ts';
import { subscription } from './subscription.ts';

export type OpeningOptions = {
  readonly connection: Connection;
  readonly writer: GuardedClient;
  readonly reader: GuardedClient;
  readonly append: EventStore['append'];
  readonly openingMillis: number;
};

const oldest = { major: 23, minor: 10 };
const tooOld = `older than ${oldest.major}.${oldest.minor}`;

const checkVersion = async ({
  writer,
  openingMillis,
}: OpeningOptions): Promise<string | undefined> => {
  const version = await answeredWithin(writer.serverVersion(), openingMillis);
  if (version === 'unknown') return `the server is ${tooOld}: it does not tell what it can do`;
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  // A version we cannot read is not held against a server: the other checks look at what it does.
  if (major === undefined || minor === undefined) return undefined;
  const isOld = major < oldest.major || (major === oldest.major && minor < oldest.minor);
  return isOld ? `the server is ${tooOld}: it says ${version}` : undefined;
};

const newestPlace = async (
  { reader, openingMillis }: OpeningOptions,
  credentials: Credentials,
): Promise<Place | undefined> =>
  readEvents(
    {
      open: () =>
        reader.readAll({
          direction: 'backwards',
          fromPosition: 'end',
          maxCount: 1,
          credentials,
          requiresLeader: true,
        }),
      begin: () => {
        let newest: Place | undefined;
        const take = ({ position }: AnyRecorded) => {
          newest = position;
          return false;
        };
        return { take, result: () => newest };
      },
    },
    { silenceMillis: openingMillis, pauses: [100], closing: new AbortController().signal },
  );

const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === ErrorType.ACCESS_DENIED;

/** Asks for something that is never true of any stream, so it writes nothing whatever the answer. */
const checkWriting = async ({ append }: OpeningOptions): Promise<string | undefined> => {
  const question = { id: randomUUID(), type: 'MayWeWrite', data: '{}', metadata: '{}' };
  const answer = await append('lotus-ledger-opening', Number.MAX_SAFE_INTEGER, [question]);
  if (answer.ok) return 'the server appends behind a revision that is not there';
  const { refusal } = answer;
  switch (refusal.code) {
    case 'wrong-expected-revision':
      return undefined;
    case 'access-denied':
      return 'the name and password given may not write';
    default:
      return 'detail' in refusal ? `it cannot write: ${refusal.detail}` : refusal.code;
  }
};

const checkFollowing = async (
  { reader, openingMillis }: OpeningOptions,
  credentials: Credentials,
  after: Place | undefined,
): Promise<string | undefined> => {
  const signal = AbortSignal.timeout(openingMillis);
  const options = { client: reader, credentials, after, streamPrefixes: undefined, signal };
  for await (const { kind } of subscription(options)) if (kind === 'caught-up') return undefined;
  return `the server is ${tooOld}: it does not say when a subscription has caught up`;
};

const problem = async (options: OpeningOptions): Promise<string | undefined> => {
  const { credentials } = options.connection;
  const version = await checkVersion(options);
  if (version !== undefined) return version;
  const newest = await newestPlace(options, credentials);
  return (await checkWriting(options)) ?? (await checkFollowing(options, credentials, newest));
};

/** Finds out at the start what would otherwise fail at first use. Throws `CannotOpen`. */
export const checkServer = async (options: OpeningOptions): Promise<void> => {
  const { shown, channel } = options.connection;
  const reason = await problem(options).catch((error) => {
    if (isRefused(error))
      throw new CannotOpen(
        shown,
        'the name and password were refused, or may not read $all',
        error,
      );
    const secure = channel.insecure === true ? 'without TLS' : 'over TLS';
    throw new CannotOpen(shown, `nobody answers ${secure} (${detailOf(error)})`, error);
  });
  if (reason !== undefined) throw new CannotOpen(shown, reason);
};
