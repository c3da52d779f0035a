import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backUp, finish, isPartial, partialOf, unpack } from '../adapters/sqlite/backup.ts';
import { addFolder, unpackFolder } from '../adapters/sqlite/backup-folder.ts';
import { sqliteLogReader } from '../adapters/sqlite/log-reader.ts';
import { logFileOf } from './open-log.ts';
import { type Settings, vaultFileOf } from './settings.ts';
import { Findings, type Report } from './verify/report.ts';
import { verifyLog } from './verify/verify-log.ts';

type Checked = Pick<Report, 'facts' | 'streams' | 'differences'>;
export type BackupReport = Checked & { readonly file: string; readonly bytes: number };

const partsOf = (settings: Settings) => ({
  log: logFileOf(settings),
  vault: vaultFileOf(settings),
});

/** The provider's bills: what a day's reconciliation rests on, each called by its hash. */
const billsOf = ({ LOTUS_DATA }: Settings): string => join(LOTUS_DATA, 'bills');
const isBill = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** Follows every chain of the log in this file. */
const checked = async (file: string): Promise<Checked> => {
  const reader = sqliteLogReader(file);
  const findings = new Findings();
  try {
    const log = {
      readAll: async (options: Parameters<typeof reader.readAll>[0]) => reader.readAll(options),
      readStream: async (...asked: Parameters<typeof reader.readStream>) =>
        reader.readStream(...asked),
    };
    return { ...(await verifyLog(log, findings)), differences: findings.found };
  } finally {
    reader.close();
  }
};

/**
 * Writes log, vault and bills into one new file while the service goes on, and reads it back. A log that
 * does not verify keeps its copy too, with what was found. A composition point like `main.ts`.
 */
export const backupFiles = async (settings: Settings, file: string): Promise<BackupReport> => {
  const parts = partsOf(settings);
  if (existsSync(file)) throw new Error(`${file} is there already: a backup never overwrites one`);
  for (const part of [parts.log, parts.vault])
    if (!existsSync(part)) throw new Error(`${part}: there is no such file to back up`);
  backUp(parts, file);
  addFolder(partialOf(file), billsOf(settings), isBill);
  const report = await checked(partialOf(file));
  finish(file);
  return { file, bytes: statSync(file).size, ...report };
};

const refuseUnlessEmpty = (folder: string): void => {
  const there = existsSync(folder) ? readdirSync(folder) : [];
  if (there.some((name) => !isPartial(name)))
    throw new Error(`${folder} is not empty: a backup is restored into an empty folder`);
};

/**
 * Makes a data folder of a backup, its chains verified before the log takes its name; views are
 * built when the service starts. Where the log does not verify nothing is restored.
 */
export const restoreFiles = async (settings: Settings, file: string): Promise<Checked> => {
  const parts = partsOf(settings);
  const folders = [dirname(parts.log), dirname(parts.vault), settings.LOTUS_DATA];
  for (const folder of new Set(folders.map((one) => resolve(one)))) {
    refuseUnlessEmpty(folder);
    mkdirSync(folder, { recursive: true });
  }
  unpack(file, parts);
  unpackFolder(file, partialOf(billsOf(settings)));
  const report = await checked(partialOf(parts.log));
  if (report.differences.length > 0) return report;
  renameSync(partialOf(billsOf(settings)), billsOf(settings));
  finish(parts.vault);
  finish(parts.log);
  return report;
};
