import type { EarningKey } from '../../domain/account/state.ts';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { DisputedLine } from '../../domain/statement/commands.ts';
import { lineAmount } from '../../domain/statement/lines.ts';
import { listedLines } from './listed-lines.ts';
import { keyOfLine } from './statement-lines.ts';
import type { SettlingRefusal } from './statement-ports.ts';

/** A line as an organization names it: by its number, or by the id of what stands on it. */
export type LineNamed = number | string;

/**
 * The lines named; an earning and its reversals go together, whichever of them is named. What
 * only takes back cannot be put aside: the rest would come to more than is owed.
 */
export const linesNamed = async (
  store: EventStore,
  statementId: Reference,
  named: readonly LineNamed[],
  organization: PayeeId,
): Promise<Result<readonly DisputedLine[], SettlingRefusal>> => {
  const wanted = new Set<LineNamed>(named);
  const left = new Set<LineNamed>(named);
  const earnings = new Set<EarningKey>();
  for await (const { line, row } of listedLines(store, statementId)) {
    if (!wanted.has(line) && !wanted.has(row.ref)) continue;
    if (row.kind === 'adjustment' || (row.kind === 'correction' && lineAmount(row) < 0n))
      return refuse({ code: 'line-takes-back', line });
    if (row.kind !== 'correction') earnings.add(keyOfLine(row, organization));
    left.delete(line);
    left.delete(row.ref);
  }
  const [unknown] = left;
  if (unknown !== undefined) return refuse({ code: 'line-unknown', line: String(unknown) });
  const found: DisputedLine[] = [];
  for await (const { line, row } of listedLines(store, statementId)) {
    const belongs =
      row.kind === 'correction'
        ? wanted.has(line) || wanted.has(row.ref)
        : row.kind !== 'adjustment' && earnings.has(keyOfLine(row, organization));
    if (belongs) found.push({ line, amount: lineAmount(row) });
  }
  return ok(found);
};
