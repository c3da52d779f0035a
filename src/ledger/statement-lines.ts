import { type EarningKey, earningKey } from '../../domain/account/state.ts';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Brought } from '../../domain/settlement/facts.ts';
import type { StatementLine } from '../../domain/statement/lines.ts';
import { listedLines } from './listed-lines.ts';
import { type Claimed, newLines } from './statement-scan.ts';

const isBrought = (brought: Brought, line: number): boolean =>
  'only' in brought ? brought.only.includes(line) : !brought.but.includes(line);

/** All lines of a claim: first what comes back from earlier statements, then what is new. */
export async function* linesOf(
  store: EventStore,
  claimed: Claimed,
  corrects: ReadonlyMap<EarningKey, Reference>,
): AsyncGenerator<StatementLine> {
  const brought = new Set<EarningKey>();
  for (const one of claimed.brings) {
    const { statementId } = one;
    for await (const { line, row } of listedLines(store, statementId)) {
      if (!isBrought(one, line)) continue;
      if (row.kind === 'earning') brought.add(keyOfLine(row, claimed.organizationId));
      yield { ...row, carriedFrom: row.carriedFrom ?? statementId };
    }
  }
  yield* newLines(store, claimed, brought, (key) => corrects.get(key));
}

/** The earning a line is about, as the organization's account knows it. */
export const keyOfLine = (
  { earningId, doctorId }: Extract<StatementLine, { readonly earningId: unknown }>,
  organization: PayeeId,
): EarningKey => earningKey(earningId, doctorId === organization ? undefined : doctorId);
