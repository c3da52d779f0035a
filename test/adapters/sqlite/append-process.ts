import { randomUUID } from 'node:crypto';
import { sqliteEventStore } from '../../../adapters/sqlite/event-store.ts';

// A process of its own that appends to `file` without end, many at a time, and writes a line to
// standard output for each append that was acknowledged: stream, last revision, id of the last fact.
// Standard output is a pipe, which Node writes to at once, waiting where it is full.
// Each writer ends only when an append is not made; when all have, the last line says why.

// A file-size limit that is reached is an error of writing, as on a full disk; without a listener of
// its own the process would be ended by the test runner's.
process.on('SIGXFSZ', () => undefined);

const [, , file = '', concurrency = '16'] = process.argv;
const store = await sqliteEventStore({ file });
const writers = Array.from({ length: Number(concurrency) }, (_, index) => index);

const appendForEver = async (writer: number): Promise<string> => {
  for (let round = 0; ; round += 1) {
    const facts = Array.from({ length: (round % 5) + 1 }, () => ({
      id: randomUUID(),
      type: 'Happened',
      data: JSON.stringify({ padding: 'x'.repeat(500) }),
      metadata: '{}',
    }));
    const stream = `stream-${writer}-${round % 3}`;
    const outcome = await store.append(stream, 'any', facts);
    if (!outcome.ok) return outcome.refusal.code;
    process.stdout.write(`${stream} ${outcome.value.lastRevision} ${facts.at(-1)?.id}\n`);
  }
};

const codes = new Set(await Promise.all(writers.map(appendForEver)));
const { facts } = await store.readStream('stream-0-0', { max: 1 });
process.stdout.write(
  `stopped ${[...codes].join()} ${facts.length === 1 ? 'readable' : 'unreadable'}\n`,
);
await store.close();
