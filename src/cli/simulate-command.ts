import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Ended, ExitCode } from './lotus.ts';

const simulator = new URL('../../test/simulator/main.ts', import.meta.url).pathname;

/** The simulator is part of the proof, not of the service: it is there in a clone only. */
export const addSimulateCommand = (program: Command, ended: Ended): void => {
  program
    .command('simulate')
    .description('live whole months of bad luck, by seed; in a clone')
    .option('--seeds <n>', 'how many histories', '100')
    .option('--seed <s>', 'the first seed', '1')
    .option('--months <m>', 'months each history lasts', '1')
    .option('--json', 'print one JSON object')
    .action((words: Words) => {
      if (!existsSync(simulator)) throw new Error('lotus simulate: works in a clone only');
      const { seeds, seed, months, json } = words;
      const asked = ['--seeds', seeds, '--seed', seed, '--months', months];
      const { status } = spawnSync(
        process.execPath,
        [simulator, ...asked, ...(json === true ? ['--json'] : [])],
        { stdio: 'inherit' },
      );
      ended(exitCodes.find((code) => code === status) ?? 3);
    });
};

type Words = {
  readonly seeds: string;
  readonly seed: string;
  readonly months: string;
  readonly json?: boolean;
};

const exitCodes: readonly ExitCode[] = [0, 1, 2, 3];
