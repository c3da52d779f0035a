import type { Row } from './bench-case.ts';
import { median, spreadOf } from './figures.ts';
import type { Load } from './load-plan.ts';

export const ratesOf = (loads: readonly Load[]): readonly number[] =>
  loads.map(({ perSecond }) => perSecond);

/** Rate and times of some rounds of the same load. */
export const loadRow = (what: string, loads: readonly Load[]): Row => {
  const of = (pick: (load: Load) => number): string => median(loads.map(pick)).toFixed(1);
  const times = `p50 ${of(({ p50 }) => p50)}, p99 ${of(({ p99 }) => p99)}, p99.9 ${of(({ p999 }) => p999)}, max ${of(({ max }) => max)} ms`;
  return { what, result: `${spreadOf(ratesOf(loads), '/s')}; ${times}` };
};

/** Figures of a load of which some was not done are worth nothing. */
export const checkDone = (loads: readonly Load[]): void => {
  const failed = loads.reduce((sum, load) => sum + load.failed + load.refused, 0);
  if (failed > 0) throw new Error(`${failed} requests were not done`);
};
