import { applyToSums, type Sums } from '../../domain/account/sums.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import { entriesOf } from '../../domain/ledger-fact.ts';
import { plus, zero } from '../../domain/money.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { addMonths, type Instant, type Month, monthOf } from '../../domain/time.ts';
import type { BookRow } from '../../projections/rows.ts';
import { parseStored } from '../facts/codec.ts';
import { monthFacts, newestMonth } from './month-facts.ts';
import type { AsOf } from './views.ts';

const logPage = 5_000;

/**
 * What an account held at a past instant, by when facts were recorded. Only that month's stream is
 * read: its opening carries all that came before. Undefined when nothing had been recorded by then.
 */
export const balanceAsOf = async (
  store: EventStore,
  payee: PayeeId,
  since: Month,
  at: Instant,
): Promise<AsOf<Sums> | undefined> => {
  let month = await newestMonth(store, payee, monthOf(at), since);
  while (month !== undefined) {
    const facts = (await monthFacts(store, payee, month)).filter(
      ({ recordedAt }) => recordedAt <= at,
    );
    if (facts.length > 0) {
      const sums = facts.reduce<Sums>((before, { fact }) => applyToSums(before, fact), new Map());
      return { answer: sums, position: facts.at(-1)?.position };
    }
    month =
      month === since ? undefined : await newestMonth(store, payee, addMonths(month, -1), since);
  }
  return undefined;
};

/** The trial balance as it stood at a past instant: folded from the log up to then. */
export const trialBalanceAsOf = async (
  store: EventStore,
  at: Instant,
): Promise<AsOf<readonly BookRow[]>> => {
  const rows = new Map<string, BookRow>();
  let position: Position | undefined;
  let after: Position | undefined;
  for (let more = true; more; ) {
    const page = await store.readAll({ after, max: logPage });
    for (const stored of page.facts) {
      const recorded = parseStored(stored);
      if (recorded.recordedAt > at) continue;
      position = recorded.position;
      for (const { legs } of entriesOf(recorded)) {
        for (const { account, side, amount } of legs) {
          const row = rows.get(account) ?? { account, debit: zero, credit: zero };
          rows.set(account, { ...row, [side]: plus(row[side], amount) });
        }
      }
    }
    after = page.readTo;
    more = !page.atEnd;
  }
  const answer = [...rows.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
  return { answer, position };
};
