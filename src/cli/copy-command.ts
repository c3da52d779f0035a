import { type Command, InvalidArgumentError, Option } from 'commander';
import { unreachable } from '../../domain/unreachable.ts';
import type { CopyProgress, CopyRefusal, CopyReport } from '../copy-log.ts';
import type { Ended } from './lotus.ts';
import { progressOf } from './progress.ts';

type CopyWords = { readonly from: string; readonly to: string; readonly json?: boolean };

const place = (text: string): string => {
  if (!/^(sqlite:.+|esdb(\+discover)?:\/\/.+)$/.test(text))
    throw new InvalidArgumentError('Expected sqlite:FOLDER or esdb://…');
  return text;
};

const refusalText = (refusal: CopyRefusal): string => {
  switch (refusal.code) {
    case 'chain-broken':
      return `the source is damaged: fact ${refusal.revision} of stream ${refusal.stream} does not follow the one before it`;
    case 'target-differs':
      return `the target holds something else: fact ${refusal.revision} of stream ${refusal.stream}`;
    case 'digest-differs':
      return 'what was read back is not what was copied: somebody else writes to the target';
    case 'target-failed':
      return `the target did not take it (${refusal.fault.code}); start again to go on from here`;
    default:
      return unreachable(refusal);
  }
};

/** Runs the copy with a line for people while it goes on. */
const copy = async ({ from, to }: CopyWords) => {
  const { openLogForReading, openLogForWriting } = await import('../open-log.ts');
  const { copyLog } = await import('../copy-log.ts');
  const source = await openLogForReading({ LOTUS_STORE: from });
  try {
    const target = await openLogForWriting({ LOTUS_STORE: to });
    const progress = progressOf('copy', 0);
    try {
      const onProgress = ({ phase, facts }: CopyProgress) =>
        progress.at(0, `${phase}: ${facts} facts`);
      const outcome = await copyLog({ from: source, to: target, onProgress });
      if (outcome.ok) progress.at(1, `${outcome.value.facts} facts are in both`);
      return outcome;
    } finally {
      progress.end();
      await target.close();
    }
  } finally {
    await source.close();
  }
};

const reportText = ({ facts, streams, copied, digest }: CopyReport): string =>
  `${facts} facts in ${streams} streams are in both logs, ${copied} of them copied now; digest ${digest}\n`;

/** `lotus copy`: moves a log from one store to another, in either direction. */
export const addCopyCommand = (program: Command, ended: Ended): void => {
  program
    .command('copy')
    .description(
      'copy the log into another store and compare the two; stop and start it as you like',
    )
    .addOption(
      new Option('--from <store>', 'sqlite:FOLDER or esdb://…, else LOTUS_STORE')
        .env('LOTUS_STORE')
        .argParser(place)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--to <store>',
        'sqlite:FOLDER or esdb://…, else LOTUS_COPY_TO; nobody else may write to it',
      )
        .env('LOTUS_COPY_TO')
        .argParser(place)
        .makeOptionMandatory(),
    )
    .option('--json', 'print one JSON object')
    .action(async (words: CopyWords, command: Command) => {
      if (words.from === words.to) command.error('--to: expected another store than --from');
      const outcome = await copy(words);
      const isJson = words.json === true;
      if (isJson)
        process.stdout.write(`${JSON.stringify(outcome.ok ? outcome.value : outcome.refusal)}\n`);
      else if (outcome.ok) process.stdout.write(reportText(outcome.value));
      if (outcome.ok) return;
      process.stderr.write(`${refusalText(outcome.refusal)}\n`);
      ended(outcome.refusal.code === 'target-failed' ? 3 : 1);
    });
};
