import { parentPort, workerData } from 'node:worker_threads';
import type { AppendBatch } from './append-batch.ts';
import { cutLongWal, logForWriting, walBytesMax } from './log-database.ts';
import { logWriter } from './log-writer.ts';

/** What the store tells its writer thread at the start. */
export type WriterSettings = { readonly file: string; readonly streamsKept: number };

/** 'close' asks the thread to let go of the file and end. */
export type WriterRequest = AppendBatch | 'close';

// How often the length of the write-ahead file is looked at.
const batchesPerLook = 64;

const run = ({ file, streamsKept }: WriterSettings): void => {
  if (parentPort === null) throw new Error('The writer runs in a thread of its own.');
  const port = parentPort;
  const database = logForWriting(file);
  const write = logWriter(database, streamsKept);
  let batches = 0;
  port.on('message', (request: WriterRequest) => {
    if (request === 'close') {
      database.close();
      return port.close();
    }
    port.postMessage(write(request));
    batches += 1;
    if (batches % batchesPerLook === 0) cutLongWal(database, file, walBytesMax);
  });
  port.postMessage('ready');
};

run(workerData);
