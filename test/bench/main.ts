import { cpus, release, totalmem } from 'node:os';
import { Command } from 'commander';
import type { Bench, Row } from './bench-case.ts';
import { cases } from './cases.ts';
import { peers } from './peers.ts';
import { tableOf } from './table.ts';

type Options = {
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly case?: string;
  readonly peers?: boolean;
};

const machine = () => ({
  cpus: cpus().length,
  model: cpus()[0]?.model,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
  node: process.version,
});

/** Runs the cases one after another; prints a table, and with `--json` one object last. */
const bench = async (options: Options): Promise<void> => {
  const { quick = false, json = false, case: only } = options;
  const how: Bench = {
    quick,
    rounds: 3,
    seconds: quick ? 1.25 : 8,
    say: (line) => void process.stderr.write(`${line}\n`),
  };
  const chosen = [...cases, peers].filter((one) => {
    if (only !== undefined) return one.name === only;
    return one === peers ? options.peers === true : !quick || one.quick;
  });
  if (chosen.length === 0)
    throw new Error(`No such case; there are ${cases.map(({ name }) => name).join(', ')}`);
  const rows: Row[] = [];
  let figures = {};
  for (const { name, run } of chosen) {
    how.say(`case ${name}`);
    const found = await run(how);
    rows.push(...found.rows);
    figures = { ...figures, ...found.figures };
  }
  process.stdout.write(`${tableOf(rows)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ ...figures, rows, machine: machine() })}\n`);
};

new Command('bench')
  .option('--quick', 'under 50 seconds')
  .option('--json', 'print one JSON object last')
  .option('--case <name>', 'only this case')
  .option('--peers', 'also others on the PostgreSQL at DATABASE_URL')
  .action(bench)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 3;
  });
