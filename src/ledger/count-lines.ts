import { type EarningKey, earningKey } from '../../domain/account/state.ts';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import { type Fen, plus, zero } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { AccountPlace } from '../../domain/settlement/facts.ts';
import { reaches } from '../../domain/settlement/reach.ts';
import type { Settling } from '../../domain/settlement/state.ts';
import { lineAmount } from '../../domain/statement/lines.ts';
import { addMonths, type Month, monthOf } from '../../domain/time.ts';
import { keyOfLine, linesOf } from './statement-lines.ts';
import { type Claimed, placedFacts } from './statement-scan.ts';

export type Counted = {
  readonly lines: number;
  readonly gross: Fen;
  readonly total: Fen;
  /** For reversals of what stands on earlier statements: on which it was listed first. */
  readonly corrects: ReadonlyMap<EarningKey, Reference>;
};

/** How many lines a claim has and what they come to, one line in memory at a time. */
export const countLines = async (
  store: EventStore,
  claimed: Claimed,
  settling: Settling,
): Promise<Counted> => {
  const late = new Set<EarningKey>();
  let [lines, gross, total] = [0, zero, zero];
  for await (const line of linesOf(store, claimed, new Map())) {
    const amount = lineAmount(line);
    lines += 1;
    total = plus(total, amount);
    if (line.kind === 'earning') gross = plus(gross, amount);
    if (line.kind === 'adjustment') late.add(keyOfLine(line, claimed.organizationId));
  }
  return { lines, gross, total, corrects: await firstListedOn(store, claimed, settling, late) };
};

/** The first statement that reached each of these earnings: looked for from the newest month back. */
const firstListedOn = async (
  store: EventStore,
  { organizationId, since, upTo }: Claimed,
  { claims }: Settling,
  keys: ReadonlySet<EarningKey>,
): Promise<ReadonlyMap<EarningKey, Reference>> => {
  const found = new Map<EarningKey, Reference>();
  const left = new Set(keys);
  for (
    let month = upTo.place.month;
    left.size > 0 && month >= since;
    month = addMonths(month, -1)
  ) {
    const whole = { month, revision: Number.POSITIVE_INFINITY };
    for await (const { key, owed } of earningsOf(store, organizationId, month, whole)) {
      if (!left.delete(key)) continue;
      const first = claims.find((claim) => reaches(claim.upTo, owed));
      if (first !== undefined) found.set(key, first.statementId);
    }
  }
  return found;
};

async function* earningsOf(
  store: EventStore,
  account: PayeeId,
  month: Month,
  upTo: AccountPlace,
): AsyncGenerator<{ key: EarningKey; owed: { month: Month; place: AccountPlace } }> {
  for await (const { fact, place } of placedFacts(store, account, month, upTo)) {
    if (fact.type !== 'EarningRecorded') continue;
    const { earningId, performedBy, completedAt } = fact.data;
    yield { key: earningKey(earningId, performedBy), owed: { month: monthOf(completedAt), place } };
  }
}
