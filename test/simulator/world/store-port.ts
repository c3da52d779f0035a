import type {
  Appended,
  AppendFault,
  EventStore,
  FeedItem,
  Position,
} from '../../../domain/ports/event-store.ts';
import { type Result, refuse } from '../../../domain/result.ts';
import type { Chanced, Faults } from '../faults.ts';
import { second } from '../virtual-time.ts';
import type { Process } from './process.ts';
import type { SharedLog } from './shared-log.ts';

/** How far the feed of new facts lags behind the log, ms. */
const feedLagMs = 4_000;
/** One sync makes durable what has gathered this long, ms. */
const gatherMs = 3;
const factsPerRead = 500;

export type StorePortOptions = {
  readonly log: SharedLog;
  readonly process: Process;
  readonly faults: Faults;
  /** Others write to the log too. */
  readonly shared: boolean;
  /** Somebody else writes to the stream right before. */
  readonly overtake: (stream: string) => Promise<void>;
};

type Appends = Promise<Result<Appended, AppendFault>>;

/** The log as one process reaches it: over a wire that may fail, with one sync for what has gathered. */
export const storePort = (options: StorePortOptions): EventStore => {
  const { log, process, faults } = options;
  const durably = syncing(options);
  const latency = (): number => faults.chance('latency').between(1, 4);
  const reading = <Answer>(read: () => Promise<Answer>): Promise<Answer> =>
    process.call(0, 1, async () => {
      if (faults.strikes('store unreadable')) throw new Error('the store cannot be reached');
      return read();
    });
  return {
    ...log,
    shared: options.shared,
    append: (stream, expected, facts) =>
      process.call(latency(), latency(), async () => {
        const before = await beforeWriting(options, stream);
        if (before !== undefined) return refuse(before);
        const appended = await durably(() => log.append(stream, expected, facts));
        if (!faults.strikes('append lost after the write')) return appended;
        await process.pass(second);
        return refuse({ code: 'indeterminate', detail: 'the answer was lost' });
      }),
    readStream: (...asked) => reading(() => log.readStream(...asked)),
    readAll: (...asked) => reading(() => log.readAll(...asked)),
    head: () => reading(() => log.head()),
    subscribeAll: (asked) => feed(options, asked),
  };
};

/** A cluster goes on with what it was given; what waits in a dead process is lost with it. */
const travel = (
  { process, shared }: Pick<StorePortOptions, 'process' | 'shared'>,
  millis: number,
): Promise<void> => (shared ? process.elsewhere(millis) : process.pass(millis));

/** What goes wrong on the way to the disk. */
const beforeWriting = async (
  { faults, process, overtake, shared }: StorePortOptions,
  stream: string,
): Promise<AppendFault | undefined> => {
  const strikes = (kind: Chanced): boolean => faults.strikes(kind);
  if (strikes('store unavailable')) return { code: 'unavailable', detail: 'switched off' };
  if (strikes('store overloaded')) return { code: 'overloaded' };
  if (strikes('append lost before the write')) {
    await process.pass(second);
    return { code: 'indeterminate', detail: 'the question was lost' };
  }
  if (strikes('store is slow'))
    await travel({ process, shared }, faults.chance('slow').between(50, 20_000));
  if (shared && strikes('another instance wrote first')) await overtake(stream);
  return undefined;
};

/** Several appends share a sync; a process that dies in it leaves the first of them written, the rest not. */
const syncing = ({ process, faults, shared }: StorePortOptions) => {
  let gathered: (() => Promise<void>)[] = [];
  const sync = async (): Promise<void> => {
    await travel({ process, shared }, gatherMs);
    const batch = gathered;
    gathered = [];
    const isTorn = batch.length > 1 && faults.strikes('torn batch');
    const written = isTorn ? faults.chance('torn').between(0, batch.length - 1) : batch.length;
    if (isTorn) process.kill();
    for (const write of batch.slice(0, written)) await write();
  };
  return (write: () => Appends): Appends =>
    new Promise((resolve, reject) => {
      if (gathered.length === 0) void sync();
      gathered.push(async () => {
        await write().then(resolve, reject);
      });
    });
};

/** New facts as they come, a little late, until the process dies. */
async function* feed(
  { log, process, faults }: StorePortOptions,
  { after, signal, ...filter }: Parameters<EventStore['subscribeAll']>[0],
): AsyncGenerator<FeedItem, void, undefined> {
  let reached: Position | undefined = after;
  while (!signal.aborted) {
    const heard = log.written.rings();
    const page = await log.readAll({ after: reached, max: factsPerRead, ...filter });
    for (const fact of page.facts) {
      if (signal.aborted) return;
      yield { kind: 'fact', fact };
    }
    const moved = page.readTo !== reached;
    reached = page.readTo;
    if (moved && reached !== undefined) yield { kind: 'checkpoint', position: reached };
    if (page.atEnd) await log.written.after(heard, process.signal);
    await process.pass(faults.chance('feed').between(1, feedLagMs));
  }
}
