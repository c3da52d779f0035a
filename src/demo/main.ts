import { Command } from 'commander';
import { amountFromFact, amountText, plus, total, zero } from '../../domain/money.ts';
import type { Imported } from '../cli/import-earnings.ts';
import type { WithdrawnAll } from '../cli/withdraw-all.ts';
import { checkTrialBalance } from './checks.ts';
import { checkWithHledger } from './hledger.ts';
import { sumJournal } from './journal-sums.ts';
import { listPayouts, type PayoutSeen, payoutsEnded } from './payouts-seen.ts';
import { compareWithProvider } from './provider-compared.ts';
import { openBreaks, today } from './reconciling.ts';
import { readSample } from './sample.ts';
import { type Settled, settleOrganizations, sumOfSettled } from './settle.ts';
import {
  consentAndBind,
  fundPayers,
  importEverybody,
  importMonth,
  mustBeEmpty,
  withdrawForAll,
} from './steps.ts';
import { startWorld, type World } from './world.ts';

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

/** What ledger, provider, journal and trial balance say of the month, and where they differ. */
const compareAll = async (
  { clients, sandboxUrl }: World,
  imported: Imported,
  {
    asked,
    settled,
    open,
  }: { readonly asked: WithdrawnAll; readonly settled: Settled; readonly open: number },
  say: (line: string) => void,
) => {
  const payouts = await listPayouts(clients, undefined);
  const paid = payouts.filter(
    ({ state, statementId }) => state === 'paid' && statementId === undefined,
  );
  const { providerPaid, providerSettled, breaks } = await compareWithProvider(sandboxUrl, payouts);
  const { grossByPayer, grossByAccount, balances } = await sumJournal(clients);
  const { debit, credit, differences } = await checkTrialBalance(clients, balances);
  const hledger = await checkWithHledger(clients);
  if (hledger === undefined) say('hledger is not installed here: the journal was not judged by it');
  const sumOf = (pick: (payout: PayoutSeen) => string) =>
    amountText(total(paid.map((one) => amountFromFact(pick(one)))));
  const result = {
    accepted: imported.accepted,
    duplicates: imported.duplicates,
    rejected: imported.rejected,
    grossByPayer,
    grossByAccount,
    withdrawals: asked.withdrawals,
    withdrawn: asked.withdrawn,
    paid: sumOf(({ net }) => net),
    taxWithheld: sumOf(({ tax }) => tax),
    providerPaid: amountText(providerPaid),
    settled,
    breaks: open,
    trialBalance: { debit, credit },
  };
  const sum = plus(amountFromFact(result.paid), amountFromFact(result.taxWithheld));
  const problems = [
    ...(sum === amountFromFact(result.withdrawn)
      ? []
      : ['paid and tax do not add up to what was withdrawn']),
    ...(result.paid === result.providerPaid
      ? []
      : ['the provider paid something else than the ledger says']),
    ...(sumOfSettled(settled) === providerSettled
      ? []
      : ['the provider paid organizations something else than their statements say']),
    ...(open === 0 ? [] : [`${open} breaks are open`]),
    ...(breaks === 0 ? [] : [`${breaks} payouts differ from the provider's`]),
    ...(debit === credit && amountFromFact(debit) > zero ? [] : ['debit and credit differ']),
    ...(differences === 0
      ? []
      : [`${differences} accounts differ between journal and trial balance`]),
    ...(hledger === false ? ['hledger does not accept the journal'] : []),
  ];
  return { result, problems };
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
