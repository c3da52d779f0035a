import type { Reference } from '../../domain/identifiers.ts';
import type { Break } from '../../domain/reconciliation/breaks.ts';
import type { BreakAction } from '../../domain/reconciliation/facts.ts';
import type { BillFile } from '../../domain/reconciliation/run-figures.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { Day } from '../../domain/time.ts';
import type { ReconciliationOutcome } from '../ledger/reconciliations.ts';
import { applyBreak } from './apply-break.ts';
import { handedInBy } from './bills.ts';
import type { ReconcilePorts, RunRefusal } from './ports.ts';
import type { Who } from './record-run.ts';

/** Who acts when nobody was asked. */
export const machine: Who['actor'] = 'system:reconciliation';

export type Decision = {
  readonly action: BreakAction;
  readonly comment: string;
  readonly on?: Day;
};

/** Carries out a decision about a break: what the account must hear first, then the break itself. */
export const decideBreak = async (
  ports: ReconcilePorts,
  found: Break,
  { action, comment, on }: Decision,
  who: Who,
): Promise<ReconciliationOutcome | { readonly ok: false; readonly refusal: RunRefusal }> => {
  const { breakId, day } = found;
  const state = await ports.ledger.reconciliations.state(ports.providerName, day);
  if (action === 'apply' && state.breaks.get(breakId)?.status !== 'closed') {
    // What one person handed in moves money on another's word only.
    if (handedInBy(filesOf(ports, day), found.paper) === who.actor)
      return refuse({ code: 'needs-second-person' });
    const applied = await applyBreak(ports, found, who);
    if (!applied.ok) return applied;
  }
  const now = ports.clock.now();
  const about = { provider: ports.providerName, day, by: who.actor, now };
  const asking = { ...who, commandId: `ResolveBreak:${breakId}:${action}`, now };
  return ports.ledger.reconciliations.handle(
    {
      type: 'ResolveBreak',
      breakId,
      action,
      comment,
      ...about,
      ...(on === undefined ? {} : { on }),
    },
    asking,
  );
};

/** What the newest run of a day went by. */
const filesOf = ({ views, providerName }: ReconcilePorts, day: Day): readonly BillFile[] =>
  views.reconciliation(providerName, day).answer?.runs[0]?.files ?? [];

/**
 * Does what policy lets the machine do: applies what the provider's bill proves, drops repeats,
 * pairs what stands on neighbouring days. Breaks of the state, not of one run: what a crash left
 * undone is done by the next run. A bill that a person handed in proves nothing yet: what it says of
 * payouts waits for somebody else to apply it.
 */
export const actAutomatically = async (
  ports: ReconcilePorts,
  day: Day,
  { files, correlation }: { readonly files: readonly BillFile[]; readonly correlation: string },
): Promise<{ readonly acted: number; readonly failed: number }> => {
  const state = await ports.ledger.reconciliations.state(ports.providerName, day);
  const open = [...state.breaks.values()].filter(({ status }) => status === 'open');
  // A payment is told before its return.
  const found = open.map((one) => one.found).toSorted(byPaper);
  let [acted, failed] = [0, 0];
  for (const one of found) {
    const action = one.automatic;
    if (action === undefined || waitsForPerson(one, files)) continue;
    const decision = { action, comment: reasons[action] };
    const outcome = await decideBreak(ports, one, decision, { actor: machine, correlation });
    if (outcome.ok) acted += 1;
    else failed += 1;
  }
  return { acted, failed };
};

/** Nothing is done about it by policy. */
export const waitsForPerson = ({ automatic, paper }: Break, files: readonly BillFile[]): boolean =>
  automatic === undefined || (automatic === 'apply' && handedInBy(files, paper) !== undefined);

const byPaper = (a: Break, b: Break): number =>
  a.paper === b.paper ? (a.breakId < b.breakId ? -1 : 1) : a.paper === 'payments' ? -1 : 1;

const reasons = {
  apply: 'the bill is proof',
  ignore: 'the same line once more',
  link: 'the same request, booked on neighbouring days',
} as const;

/** Earlier days' breaks that a later bill explains are closed in their own day, by the later one. */
export const linkExplained = async (
  ports: ReconcilePorts,
  explained: readonly Reference[],
  { day, correlation }: { readonly day: Day; readonly correlation: string },
): Promise<number> => {
  let linked = 0;
  for (const breakId of explained) {
    const row = ports.views.breakFound(breakId).answer;
    if (row === undefined || row.status === 'closed' || row.found.day === day) continue;
    const decision = { action: 'link' as const, comment: `billed on ${day}`, on: day };
    const outcome = await decideBreak(ports, row.found, decision, { actor: machine, correlation });
    if (outcome.ok) linked += 1;
  }
  return linked;
};

/** A break by its id, as it was found. */
export const foundBreak = (
  { views }: Pick<ReconcilePorts, 'views'>,
  breakId: Reference,
): Result<Break, RunRefusal> => {
  const row = views.breakFound(breakId).answer;
  return row === undefined ? refuse({ code: 'break-unknown', breakId }) : ok(row.found);
};
