import { PassThrough, type Readable } from 'node:stream';
import type { PayeeId } from '../../domain/identifiers.ts';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { addMonths, type Instant, type Month, monthOf } from '../../domain/time.ts';
import type { AccountFactRecorded } from '../../projections/recorded-account-fact.ts';
import { factsBackwards, newestMonth } from '../views/month-facts.ts';
import type { AccountFeed } from './account-feed.ts';
import { newsOf } from './news.ts';

/** Silence between two signs of life, ms: proxies end connections on which nothing moves. */
const heartbeatMs = 15_000;
/** After this long whoever listens has to come again, with a token that is still good, ms. */
const lifetimeMs = 3_600_000;
/** What a slow reader may leave unread, bytes; then it has to come again. */
const unreadMax = 262_144;
/** So much that was missed is told again; beyond, the page is told to load anew. */
const missedMax = 1_000;
/** How soon to come again, ms. */
const retryMs = 2_000;

export type NewsAsked = {
  readonly account: PayeeId;
  /** The month of registration: no account is older. */
  readonly since: Month;
  readonly now: Instant;
  /** The last news already seen; undefined to begin with what comes. */
  readonly after: Position | undefined;
};

export type NewsFrom = {
  readonly store: EventStore;
  readonly feed: AccountFeed;
  readonly timers: Timers;
};

/** News of an account as server-sent events (HTML standard, 9.2), each with its position as id. */
export const newsStream = async (
  { store, feed, timers }: NewsFrom,
  asked: NewsAsked,
): Promise<Readable> => {
  const out = new PassThrough({ highWaterMark: unreadMax });
  let last = asked.after;
  // Until what was missed has been told, what comes has to wait.
  let waiting: AccountFactRecorded[] | undefined = [];
  const write = (text: string): void => {
    if (out.writableEnded) return;
    if (out.writableLength > unreadMax) out.destroy();
    else out.write(text);
  };
  const tell = (recorded: AccountFactRecorded): void => {
    const { position } = recorded;
    if (last !== undefined && store.comparePositions(position, last) <= 0) return;
    last = position;
    const news = newsOf(recorded);
    if (news !== undefined) write(written(news.event, news.data, position));
  };
  const hear = (recorded: AccountFactRecorded): void => {
    if (waiting === undefined) tell(recorded);
    else if (waiting.push(recorded) > missedMax) out.destroy();
  };
  const stop = await feed.listen(asked.account, { hear, ended: () => void out.end() });
  const endings = [stop, everyOnceInAWhile(timers, heartbeatMs, () => write(':\n\n'))];
  endings.push(timers.after(lifetimeMs, () => void out.end()));
  out.once('close', () => {
    for (const end of endings) end();
  });
  try {
    const head = await store.head();
    const missed = await missedSince(store, asked, head);
    if (missed === undefined || asked.after === undefined) last = head;
    write(`retry: ${retryMs}\n${written('ready', {}, last)}`);
    // So much was missed, or so little of the id is known here, that the page had better load anew.
    if (missed === undefined) write(written('reset', {}, last));
    for (const recorded of [...(missed ?? []), ...waiting]) tell(recorded);
    waiting = undefined;
    return out;
  } catch (error) {
    out.destroy();
    throw error;
  }
};

const written = (event: string, data: object, id: Position | undefined): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * The account's facts after the last that was seen, oldest first; undefined where there are too many,
 * or where what was seen lies beyond the log's end: it was another log.
 */
const missedSince = async (
  store: EventStore,
  { account, since, now, after }: NewsAsked,
  head: Position | undefined,
): Promise<readonly AccountFactRecorded[] | undefined> => {
  if (after === undefined) return [];
  if (head === undefined || store.comparePositions(after, head) > 0) return undefined;
  const month = await newestMonth(store, account, addMonths(monthOf(now), 1), since);
  if (month === undefined) return [];
  const missed: AccountFactRecorded[] = [];
  for await (const recorded of factsBackwards(store, account, { month })) {
    if (store.comparePositions(recorded.position, after) <= 0) break;
    if (missed.push(recorded) > missedMax) return undefined;
  }
  return missed.reverse();
};

const everyOnceInAWhile = (timers: Timers, millis: number, act: () => void): (() => void) => {
  let cancel = (): void => {};
  const again = (): void => {
    cancel = timers.after(millis, () => {
      act();
      again();
    });
  };
  again();
  return () => cancel();
};
