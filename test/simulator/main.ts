import { availableParallelism } from 'node:os';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { progressOf } from '../../src/cli/progress.ts';
import { liveHistory } from './history.ts';
import { liveAll } from './pool.ts';
import { again, toldAgain } from './reading.ts';
import { shrink } from './shrink.ts';
import { type Tally, Tallying } from './tally.ts';

const violationsMax = 5;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`a whole number from ${least} to ${most} was expected`);
    return value;
  };

type Words = {
  readonly seeds: number;
  readonly seed: number;
  readonly months: number;
  readonly workers: number;
  readonly tries: number;
  readonly json?: boolean;
};

const simulate = async (words: Words): Promise<void> => {
  const { seed, seeds, months, workers } = words;
  const tallying = new Tallying(months);
  const progress = progressOf('histories', seeds);
  const all = Array.from({ length: seeds }, (_, at) => seed + at);
  await liveAll(all, months, Math.min(workers, seeds), (lived) => {
    tallying.add(lived);
    const { histories, faults } = tallying;
    progress.at(histories, `${histories}/${seeds}, ${faults} faults`);
    return tallying.result().violations.length < violationsMax ? 'go on' : 'stop';
  });
  progress.end();
  const tally = tallying.result();
  if (words.json === true) say(JSON.stringify(tally));
  else await report(tally, words);
  if (tally.violations.length > 0) process.exitCode = 1;
};

const report = async (tally: Tally, words: Words): Promise<void> => {
  const { histories, doctorsLeast, facts, payouts, faults, violations } = tally;
  say(
    `${histories} histories of ${tally.months} month(s), at least ${doctorsLeast} doctors each, in ${tally.seconds} s: ${tally.historiesPerMinute} a minute`,
  );
  say(`${tally.actions} actions, ${facts} facts, ${payouts} payouts; faults by kind:`);
  for (const [kind, count] of Object.entries(faults)) say(`${String(count).padStart(9)}  ${kind}`);
  if (violations.length === 0) return say('every promise was kept');
  for (const { seed, violation } of violations)
    say(`seed ${seed}: ${violation.rule}: ${violation.detail}`);
  await explain(violations[0]?.seed ?? 0, words);
};

/** Tells the shortest history found that breaks the same promise. */
const explain = async (seed: number, { months, tries }: Words): Promise<void> => {
  const of = { seed, months };
  say(`\nseed ${seed}, shortened:`);
  const shrunk = await shrink(await liveHistory(of), { of, triesMax: tries });
  for (const line of await toldAgain(shrunk, of)) say(line);
  const { actions, happened, violation } = shrunk.history;
  say(
    `\n${actions.length} actions and ${happened.length} faults are enough: ${happened.join(', ')}`,
  );
  say(`${violation?.rule}: ${violation?.detail}`);
  say(`again: ${again({ seed }, months)}`);
};

new Command('simulate')
  .description('live whole months of bad luck, by seed; exit 1 when a promise is broken')
  .option('--seeds <n>', 'how many histories', wholeNumber(1, 10_000_000), 100)
  .option('--seed <s>', 'the first seed', wholeNumber(0, 2_147_483_647), 1)
  .option('--months <m>', 'months each history lasts', wholeNumber(1, 24), 1)
  .option('--workers <n>', 'threads', wholeNumber(1, 64), availableParallelism())
  .option('--tries <n>', 'shorter histories to try on a violation', wholeNumber(0, 10_000), 300)
  .option('--json', 'print one JSON object')
  .action(simulate)
  .exitOverride()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 3;
  });
