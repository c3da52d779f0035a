import { hash } from 'node:crypto';
import type { Reference } from '../../domain/identifiers.ts';
import type { Break } from '../../domain/reconciliation/breaks.ts';
import type { ReconciliationCommand } from '../../domain/reconciliation/commands.ts';
import type { Reconciliation } from '../../domain/reconciliation/state.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { Asking } from '../ledger/asking.ts';
import { openBreaks } from './open-breaks.ts';
import type { ReconcilePorts, RunRefusal } from './ports.ts';
import { type RunResult, resultText } from './result.ts';

/** What came of recording a run. */
export type RunRecorded = {
  readonly run: number;
  /** False: the same run was recorded before, and nothing was written. */
  readonly isNew: boolean;
  readonly found: number;
  readonly cleared: number;
};

export type Who = { readonly actor: string; readonly correlation: string };

/** Facts of breaks in one append: with ten lines of evidence each they stay well below its limit. */
const breaksAtOnce = 100;

type Tell = (command: Told) => Promise<Result<Recorded, RunRefusal>>;
type Told = DistributedOmit<ReconciliationCommand, 'provider' | 'day' | 'by' | 'now'>;
type DistributedOmit<Of, Key extends PropertyKey> = Of extends unknown ? Omit<Of, Key> : never;
type Recorded = { readonly state: Reconciliation; readonly facts: number };

/**
 * Writes down what a run found: only what changed since the last run of the day. It may be killed
 * between any two appends; the next run goes on from there.
 */
export const recordRun = async (
  ports: ReconcilePorts,
  result: RunResult,
  { beganAt, ...who }: Who & { readonly beganAt: Instant },
): Promise<Result<RunRecorded, RunRefusal>> => {
  const tell = teller(ports, result, who);
  const digest = hash('sha256', resultText(result), 'hex');
  const started = await tell({ type: 'StartRun', digest, files: result.files, beganAt });
  if (!started.ok) return started;
  const { running, completed } = started.value.state;
  if (running === undefined)
    return ok({ run: completed?.run ?? 0, isNew: false, found: 0, cleared: 0 });
  const { run } = running;
  let found = 0;
  for (const breaks of chunks(result.breaks)) {
    const told = await tell({ type: 'FindBreaks', run, breaks });
    if (!told.ok) return told;
    found += told.value.facts;
  }
  let cleared = 0;
  for (const breakIds of chunks(goneFrom(started.value.state, result.breaks))) {
    const told = await tell({ type: 'ClearBreaks', run, breakIds });
    if (!told.ok) return told;
    cleared += told.value.facts;
  }
  const carried = openBreaks(ports.views, result.day).map((row) => row.found.breakId);
  const { counts, funds } = result;
  const done = await tell({ type: 'CompleteRun', run, counts, funds, found, cleared, carried });
  return done.ok ? ok({ run, isNew: true, found, cleared }) : done;
};

const teller =
  ({ ledger, clock, providerName }: ReconcilePorts, { day }: RunResult, who: Who): Tell =>
  async (command) => {
    const now = clock.now();
    const { actor, correlation } = who;
    const asking: Asking = { actor, correlation, commandId: `${command.type}:${day}`, now };
    const about = { provider: providerName, day, by: actor, now };
    const outcome = await ledger.reconciliations.handle({ ...command, ...about }, asking);
    if (!outcome.ok) return outcome;
    return ok({ state: outcome.value.state, facts: outcome.value.facts.length });
  };

/** Breaks of the day that are not closed and were not found any more. */
const goneFrom = ({ breaks }: Reconciliation, found: readonly Break[]): readonly Reference[] => {
  const there = new Set(found.map(({ breakId }) => breakId));
  return [...breaks]
    .filter(([breakId, { status }]) => status !== 'closed' && !there.has(breakId))
    .map(([breakId]) => breakId);
};

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += breaksAtOnce) yield items.slice(at, at + breaksAtOnce);
}
