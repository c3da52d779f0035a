import { batch } from './batch.ts';
import type { BenchCase } from './bench-case.ts';
import { growth } from './growth.ts';
import { income } from './income.ts';
import { lag } from './lag.ts';
import { manyAccounts } from './many-accounts.ts';
import { overload } from './overload.ts';
import { reads } from './reads.ts';
import { reconciliation } from './reconciliation.ts';
import { replay } from './replay.ts';
import { simulator } from './simulator.ts';
import { statement } from './statement.ts';
import { withdrawals } from './withdrawals.ts';

/** All cases, in the order in which they run. */
export const cases: readonly BenchCase[] = [
  income,
  batch,
  replay,
  statement,
  reads,
  lag,
  reconciliation,
  withdrawals,
  overload,
  simulator,
  manyAccounts,
  growth,
];
