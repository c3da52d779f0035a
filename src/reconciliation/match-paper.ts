import { setImmediate } from 'node:timers/promises';
import type { BillTable } from '../../domain/ports/bill-table.ts';
import { agrees, ledgerDay, type PaperOf } from '../../domain/reconciliation/agreement.ts';
import { breaksMax } from '../../domain/reconciliation/breaks.ts';
import type { Odd } from '../../domain/reconciliation/judge.ts';
import {
  type KnownPayout,
  type Pair,
  paired,
  type SettledPayout,
} from '../../domain/reconciliation/sides.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { everyRow } from '../views/every-row.ts';
import { payoutOfRequest } from '../views/payout-of-request.ts';
import type { Views } from '../views/views.ts';
import type { Told } from './find-context.ts';
import { linesAround } from './neighbours.ts';
import type { ReconcilePorts, RunRefusal } from './ports.ts';

/** One paper of the day held against the ledger. */
export type PaperMatched = {
  readonly matched: number;
  readonly compared: number;
  /** Payouts that the ledger has on the day. */
  readonly settled: number;
  readonly odd: readonly Odd[];
};

const rowsAtOnce = 5_000;
/** After so many requests everything else that the process does has its turn. */
const pairsPerTurn = 2_000;

/** Holds the lines of a bill against the day's settled payouts; keeps only what does not plainly agree. */
export const matchPaper = async (
  ports: ReconcilePorts,
  of: PaperOf,
  table: BillTable,
  { moved, told }: { readonly moved: Iterable<string>; readonly told: Told },
): Promise<Result<PaperMatched, RunRefusal>> => {
  const unseen = new Set(moved);
  const odd: Pair[] = [];
  let [matched, compared, settled] = [0, 0, 0];
  for (const pair of paired(table.inOrder(), settledOn(ports.views, of))) {
    compared += 1;
    if (pair.settled !== undefined) settled += 1;
    unseen.delete(pair.requestNo);
    if (agrees(of, pair)) matched += 1;
    else if (odd.push(pair) > breaksMax) break;
    if (compared % pairsPerTurn !== 0) continue;
    told(`matching ${of.paper}`, compared);
    await setImmediate();
  }
  // What the account shows, and neither the bill nor the ledger has on the day.
  for (const requestNo of unseen) odd.push({ requestNo, lines: [], settled: undefined });
  if (odd.length > breaksMax) return refuse({ code: 'too-many-breaks', most: breaksMax });
  return ok({ matched, compared, settled, odd: await withMore(ports, of, odd) });
};

/** The day's settled payouts in the order of their request numbers, page by page. */
const settledOn = (views: Views, { paper, day }: PaperOf): Generator<SettledPayout> =>
  everyRow((page) => views.settled(paper, day, page), rowsAtOnce);

const withMore = async (
  ports: ReconcilePorts,
  of: PaperOf,
  pairs: readonly Pair[],
): Promise<readonly Odd[]> => {
  const withKnown = pairs.map(({ requestNo, lines }) => ({
    requestNo,
    lines,
    known: knownPayout(ports.views, requestNo),
  }));
  const wanted = withKnown
    .filter(({ lines, known }) => {
      const ownDay = ledgerDay(of.paper, known);
      return ownDay !== undefined && (lines.length === 0 || ownDay !== of.day);
    })
    .map(({ requestNo }) => requestNo);
  const around = await linesAround(ports, of.paper, of.day, new Set(wanted));
  return withKnown.map((one) => ({ ...one, elsewhere: around.get(one.requestNo) ?? [] }));
};

/** All that the ledger knows under a request number; one that is not ours is no payout. */
const knownPayout = (views: Views, requestNo: string): KnownPayout | undefined => {
  const payout = payoutOfRequest(views, requestNo);
  if (payout === undefined) return undefined;
  const settlement = views.settlement(payout.payoutId).answer;
  const { payoutId, account, payerId, net, state } = payout;
  return {
    payoutId,
    account,
    payerId,
    net,
    state,
    fee: settlement?.fee,
    paidAt: settlement?.paidAt,
    returnedAt: settlement?.returnedAt,
  };
};
