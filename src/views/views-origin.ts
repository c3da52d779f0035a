import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { firstFactOf } from './first-fact.ts';

/** Which log a file of views was built from: the kind of store, and its first fact once there is one. */
const origin = z.object({ store: z.string(), first: z.string().optional() });
type Origin = z.output<typeof origin>;

const originFileOf = (viewsFile: string): string => `${viewsFile}.origin`;

const originIn = (file: string): Origin | undefined => {
  try {
    return origin.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
};

/**
 * Removes the views when they were built from another log than this: a position of one store means
 * nothing in another, and views can always be built again. Call before the file is opened. Throws when
 * the log is not a ledger's.
 */
export const forgetForeignViews = async (
  log: Pick<EventStore, 'readAll'>,
  store: 'sqlite' | 'esdb',
  viewsFile: string,
): Promise<void> => {
  const file = originFileOf(viewsFile);
  const before = originIn(file);
  const fact = await firstFactOf(log);
  const now: Origin = { store, ...(fact && { first: `${fact.position} ${fact.id}` }) };
  // A log that was empty then had no name yet. The embedded store gives every copy the same positions.
  const isSame =
    before?.store === store &&
    (before.first === undefined ? store === 'sqlite' : before.first === now.first);
  const isOld = before === undefined && store === 'sqlite';
  if (!isSame && !isOld && existsSync(viewsFile))
    for (const part of ['', '-wal', '-shm']) rmSync(`${viewsFile}${part}`, { force: true });
  writeFileSync(file, JSON.stringify(now));
};
