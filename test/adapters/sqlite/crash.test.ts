import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import t, { type Test } from 'tap';
import { sqliteEventStore } from '../../../adapters/sqlite/event-store.ts';
import { within } from '../../contracts/event-store-words.ts';

const script = new URL('./append-process.ts', import.meta.url).pathname;

type Appender = ChildProcessByStdio<null, Readable, null>;
type Acknowledged = { readonly stream: string; readonly revision: number; readonly id: string };

const acknowledgement = (line: string): Acknowledged => {
  const [stream = '', revision = '', id = ''] = line.split(' ');
  return { stream, revision: Number(revision), id };
};

/** Everything the process said until it ended; `heard` looks at each line as it comes. */
const linesOf = async (child: Appender, heard: (count: number) => void): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    heard(lines.length);
  }
  return lines;
};

/** Opens the log that a process left behind and looks for what was acknowledged. */
const checkLog = async (t: Test, file: string, acknowledged: readonly Acknowledged[]) => {
  const store = await sqliteEventStore({ file });
  t.teardown(() => store.close());
  const lost: Acknowledged[] = [];
  for (const { stream, revision, id } of acknowledged) {
    const { facts } = await store.readStream(stream, { from: revision, max: 1 });
    if (facts[0]?.id !== id) lost.push({ stream, revision, id });
  }
  t.strictSame(lost, [], 'every acknowledged append is there');
  for (const stream of new Set(acknowledged.map(({ stream }) => stream))) {
    const { facts } = await store.readStream(stream, { max: 10_000 });
    if (facts.some(({ revision }, index) => revision !== index)) t.fail('a stream has gaps');
  }
  const fact = { id: crypto.randomUUID(), type: 'Happened', data: '{}', metadata: '{}' };
  t.ok((await store.append('stream-0-0', 'stream-exists', [fact])).ok, 'and it goes on');
};

t.test('a process killed under load loses nothing it acknowledged', async (t) => {
  const file = join(t.testdir(), 'events.sqlite');
  const child = spawn(process.execPath, [script, file, '16'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  let refusal: Promise<unknown> | undefined;
  const lines = await within(
    linesOf(child, (count) => {
      refusal ??= sqliteEventStore({ file }).then(
        () => 'opened',
        (error: Error) => error.message,
      );
      if (count === 3_000) child.kill('SIGKILL');
    }),
    AbortSignal.timeout(60_000),
  );
  t.strictSame(await exit, [null, 'SIGKILL']);
  t.ok(lines.length >= 3_000);
  t.equal(
    await refusal,
    `Cannot open the event store at ${file}: another process is using it`,
    'nobody else could open the log meanwhile',
  );
  await checkLog(t, file, lines.map(acknowledgement));
});

t.test('a disk that takes no more fails appends, not reads, and loses nothing', async (t) => {
  const file = join(t.testdir(), 'events.sqlite');
  // The shell limits how long a file the process may write; beyond it the system refuses.
  const command = `ulimit -S -f 4096; exec "$0" "$@"`;
  const child = spawn('/bin/sh', ['-c', command, process.execPath, script, file, '4'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const lines = await within(
    linesOf(child, () => undefined),
    AbortSignal.timeout(60_000),
  );
  t.equal(lines.at(-1), 'stopped unavailable readable');
  t.strictSame(await exit, [0, null]);
  await checkLog(t, file, lines.slice(0, -1).map(acknowledgement));
});
