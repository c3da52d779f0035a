import { Command } from 'commander';
import { compareAll } from './compare-all.ts';
import { payoutsEnded } from './payouts-seen.ts';
import { openBreaks, today } from './reconciling.ts';
import { readSample } from './sample.ts';
import { settleOrganizations } from './settle.ts';
import {
  consentAndBind,
  fundPayers,
  importEverybody,
  importMonth,
  mustBeEmpty,
  withdrawForAll,
} from './steps.ts';
import { startWorld } from './world.ts';

type DemoOptions = {
  readonly data: string;
  readonly period: string;
  readonly store?: string;
  readonly json?: boolean;
};

const payoutPatienceMs = 300_000;
const sampleFolder = new URL('./sample', import.meta.url).pathname;

/** The main job from end to end, on real processes: a month in, withdrawals out, everything compared. */
const demo = async ({ data, period, store }: DemoOptions, say: (line: string) => void) => {
  const began = Date.now();
  const world = await startWorld(store);
  try {
    const { clients, sandboxUrl, serviceUrl, jwtSecret } = world;
    const since = today();
    const sample = await readSample(data, period);
    say(`service ${serviceUrl}, sandbox ${sandboxUrl}`);
    await mustBeEmpty(clients);
    await importEverybody(clients, sample);
    await consentAndBind(clients, sample, period);
    const imported = await importMonth(clients, sample);
    await fundPayers(clients, sample, sandboxUrl, period, imported.position);
    const asked = await withdrawForAll(serviceUrl, jwtSecret, period);
    say(
      `${asked.withdrawals} withdrawals of ${asked.withdrawn}; refused: ${JSON.stringify(asked.refusals)}`,
    );
    const settled = await settleOrganizations(clients, sample, period, payoutPatienceMs, say);
    await payoutsEnded(clients, payoutPatienceMs, say);
    const open = await openBreaks(clients, since, say);
    const compared = await compareAll(world, imported, { asked, settled, open }, say);
    return { ...compared, result: { ...compared.result, seconds: (Date.now() - began) / 1000 } };
  } finally {
    await world.close();
  }
};

const program = new Command('demo')
  .description('a month of earnings in, every withdrawal out, the books balanced')
  .option(
    '--data <dir>',
    'files payers, organizations, doctors, earnings-PERIOD (.ndjson)',
    sampleFolder,
  )
  .option('--period <yyyy-mm>', 'the month of the earnings file', '2026-10')
  .option(
    '--store <store>',
    'memory:, sqlite:FOLDER or the esdb://… of a server with an empty log; else LOTUS_STORE, else a folder of its own',
  )
  .option('--json', 'print one JSON object last')
  .action(async (options: DemoOptions) => {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const { result, problems } = await demo(options, say);
    for (const problem of problems) say(problem);
    if (options.json === true) process.stdout.write(`${JSON.stringify(result)}\n`);
    else {
      const { grossByAccount: _, ...shown } = result;
      process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
    }
    process.exitCode = problems.length === 0 ? 0 : 1;
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
});
