import { parseArgs } from 'node:util';
import { esdbServer } from './server.ts';

// The stand-in as a process of its own, for the demo and for tests of several services on one log.
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write('--port: expected a port, 0 to 65535\n');
  process.exit(2);
}
const server = await esdbServer({ port });
process.stdout.write(`EventStoreDB stand-in listens at ${server.connectionString}\n`);
// What clients have left behind is told at the end: a leaked read, or an append by the unsafe path.
const end = (): void => {
  const left = { openCalls: server.openCalls(), batchAppends: server.batchAppends() };
  process.stdout.write(`${JSON.stringify(left)}\n`);
  server.kill();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
