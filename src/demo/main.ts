import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { amountFromFact, amountText, plus, total, zero } from '../../domain/money.ts';
import { developmentValues } from '../development.ts';
import { developmentEnvironment, sandboxWords } from '../development-environment.ts';
import {
  checkTrialBalance,
  checkWithHledger,
  compareWithProvider,
  listPayouts,
  payoutsEnded,
  sumJournal,
} from './checks.ts';
import { Clients } from './clients.ts';
import { startLotus } from './processes.ts';
import { readSample } from './sample.ts';
import {
  consentAndBind,
  fundPayers,
  importEverybody,
  importMonth,
  withdrawForAll,
} from './steps.ts';

type DemoOptions = { readonly data: string; readonly period: string; readonly json?: boolean };

const payoutPatienceMs = 300_000;
const sampleFolder = new URL('./sample', import.meta.url).pathname;

/** The main job from end to end, on real processes: a month in, withdrawals out, everything compared. */
const demo = async ({ data, period }: DemoOptions, say: (line: string) => void) => {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'lotus-demo-'));
  const values = developmentValues(folder);
  const sandbox = await startLotus(sandboxWords(values, folder, 0));
  const serviceEnvironment = {
    ...developmentEnvironment(values, sandbox.url, 'http://127.0.0.1:0'),
    LOTUS_PROVIDER_NOTIFY_URL: '',
    LOTUS_PORT: '0',
    LOTUS_DATA: folder,
    LOTUS_STORE: process.env.LOTUS_STORE ?? `sqlite:${folder}`,
    LOTUS_LOG_LEVEL: 'warn',
  };
  const service = await startLotus(['serve'], serviceEnvironment);
  const clients = new Clients(service.url, values.jwtSecret);
  try {
    const sample = await readSample(data, period);
    say(`service ${service.url}, sandbox ${sandbox.url}`);
    await importEverybody(clients, sample);
    await consentAndBind(clients, sample, period);
    const imported = await importMonth(clients, sample);
    await fundPayers(clients, sample, sandbox.url, period, imported.position);
    const asked = await withdrawForAll(service.url, values.jwtSecret, period);
    say(
      `${asked.withdrawals} withdrawals of ${asked.withdrawn}; refused: ${JSON.stringify(asked.refusals)}`,
    );
    await payoutsEnded(clients, payoutPatienceMs, say);

    const payouts = await listPayouts(clients, undefined);
    const paid = payouts.filter(({ state }) => state === 'paid');
    const { providerPaid, breaks } = await compareWithProvider(sandbox.url, payouts);
    const { grossByPayer, grossByAccount, balances } = await sumJournal(clients);
    const { debit, credit, differences } = await checkTrialBalance(clients, balances);
    const hledger = await checkWithHledger(clients);
    if (hledger === undefined)
      say('hledger is not installed here: the journal was not judged by it');
    const result = {
      accepted: imported.accepted,
      duplicates: imported.duplicates,
      rejected: imported.rejected,
      grossByPayer,
      grossByAccount,
      withdrawals: asked.withdrawals,
      withdrawn: asked.withdrawn,
      paid: amountText(total(paid.map(({ net }) => amountFromFact(net)))),
      taxWithheld: amountText(total(paid.map(({ tax }) => amountFromFact(tax)))),
      providerPaid: amountText(providerPaid),
      settled: {},
      breaks,
      trialBalance: { debit, credit },
      seconds: (Date.now() - began) / 1000,
    };
    const sum = plus(amountFromFact(result.paid), amountFromFact(result.taxWithheld));
    const problems = [
      ...(sum === amountFromFact(result.withdrawn)
        ? []
        : ['paid and tax do not add up to what was withdrawn']),
      ...(result.paid === result.providerPaid
        ? []
        : ['the provider paid something else than the ledger says']),
      ...(breaks === 0 ? [] : [`${breaks} payouts differ from the provider's`]),
      ...(debit === credit && amountFromFact(debit) > zero ? [] : ['debit and credit differ']),
      ...(differences === 0
        ? []
        : [`${differences} accounts differ between journal and trial balance`]),
      ...(hledger === false ? ['hledger does not accept the journal'] : []),
    ];
    return { result, problems };
  } finally {
    await clients.close();
    await service.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
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
