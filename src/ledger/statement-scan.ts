import type { AccountFact, EarningData, ReversalData } from '../../domain/account/facts.ts';
import { type EarningKey, earningKey } from '../../domain/account/state.ts';
import type { PayeeId, PayerId, Reference } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import { amountFromFact, amountText, negated } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { AccountPlace } from '../../domain/settlement/facts.ts';
import { covers, isAtOrBefore, scanFrom } from '../../domain/settlement/reach.ts';
import type { Claim } from '../../domain/settlement/state.ts';
import type { StatementLine } from '../../domain/statement/lines.ts';
import { addMonths, type Month, monthOf } from '../../domain/time.ts';
import { parseAccountFact } from '../facts/codec.ts';
import { readPageOf } from './stored-facts.ts';

/** What a statement is to claim of an account, or has claimed. */
export type Claimed = Pick<Claim, 'after' | 'upTo' | 'brings'> & {
  readonly organizationId: PayeeId;
  readonly payerId: PayerId;
  /** The month the account is no older than. */
  readonly since: Month;
};
/** On which statement an earning was listed first; for reversals that come after it. */
export type FirstListed = (key: EarningKey) => Reference | undefined;

const readPage = 2_000;
const relevant: ReadonlySet<string> = new Set([
  'EarningRecorded',
  'EarningReversed',
  'AdjustmentPosted',
]);

/** The facts of an account that may be lines, in order, each with its place; `from` and `upTo` included. */
export async function* placedFacts(
  store: EventStore,
  account: PayeeId,
  from: Month,
  upTo: AccountPlace,
): AsyncGenerator<{ readonly fact: AccountFact; readonly place: AccountPlace }> {
  for (let month = from; month <= upTo.month; month = addMonths(month, 1)) {
    const last = month === upTo.month ? upTo.revision : Number.POSITIVE_INFINITY;
    for (let at = 0, more = true; more; ) {
      const { facts } = await readPageOf(store, accountStream(account, month), {
        from: at,
        max: readPage,
      });
      for (const stored of facts) {
        if (stored.revision > last) break;
        if (!relevant.has(stored.type)) continue;
        yield { fact: parseAccountFact(stored), place: { month, revision: stored.revision } };
      }
      at += facts.length;
      more = facts.length === readPage && at <= last;
    }
  }
}

/** Keys of earnings, told apart by what a later reversal means for this statement. */
type Known = { readonly here: Set<EarningKey>; readonly later: Set<EarningKey> };

/** The lines that a claim adds to those it brings back, in the order they were recorded. */
export async function* newLines(
  store: EventStore,
  { organizationId, payerId, since, after, upTo }: Claimed,
  brought: ReadonlySet<EarningKey>,
  firstListed: FirstListed,
): AsyncGenerator<StatementLine> {
  if (after !== undefined && isAtOrBefore(upTo.place, after.place) && upTo.period === after.period)
    return;
  const known: Known = { here: new Set(), later: new Set() };
  const from = scanFrom(after, since, addMonths(after?.period ?? since, 1));
  const isNew = (place: AccountPlace): boolean =>
    after === undefined || !isAtOrBefore(place, after.place);
  for await (const { fact, place } of placedFacts(store, organizationId, from, upTo.place)) {
    if (fact.type === 'EarningRecorded' && fact.data.payerId === payerId) {
      const { data } = fact;
      const key = earningKey(data.earningId, data.performedBy);
      const month = monthOf(data.completedAt);
      if (month > upTo.period) known.later.add(key);
      if (!covers(after, upTo, { month, place })) continue;
      known.here.add(key);
      yield earningLine(data, organizationId);
    }
    if (fact.type === 'EarningReversed' && fact.data.payerId === payerId) {
      const key = earningKey(fact.data.earningId, fact.data.performedBy);
      if (known.later.has(key)) continue;
      const isHere = known.here.has(key);
      if (!isHere && !isNew(place)) continue;
      yield isHere || brought.has(key)
        ? { kind: 'reversal', ...reversalOf(fact.data, organizationId) }
        : adjustmentLine(fact.data, organizationId, firstListed(key));
    }
    if (fact.type === 'AdjustmentPosted' && fact.data.payerId === payerId) {
      const { adjustmentId: ref, amount, at } = fact.data;
      if (covers(after, upTo, { month: monthOf(at), place }))
        yield { kind: 'correction', ref, amount, at };
    }
  }
}

const earningLine = (data: EarningData, organization: PayeeId): StatementLine => ({
  kind: 'earning',
  ref: data.earningId,
  earningId: data.earningId,
  doctorId: data.performedBy ?? organization,
  source: data.source,
  ...(data.serviceRef === undefined ? {} : { serviceRef: data.serviceRef }),
  amount: data.gross,
  at: data.completedAt,
});

const reversalOf = (data: ReversalData, organization: PayeeId) => ({
  ref: data.reversalId,
  earningId: data.earningId,
  doctorId: data.performedBy ?? organization,
  amount: amountText(negated(amountFromFact(data.amount))),
  at: data.at,
});

const adjustmentLine = (
  data: ReversalData,
  organization: PayeeId,
  corrects: Reference | undefined,
): StatementLine => ({
  kind: 'adjustment',
  ...reversalOf(data, organization),
  ...(corrects === undefined ? {} : { corrects }),
});
