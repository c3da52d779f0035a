import { hash } from 'node:crypto';
import { type EarningKey, earningKey } from '../../domain/account/state.ts';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import { type Fen, plus, zero } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { AccountPlace, Brought } from '../../domain/settlement/facts.ts';
import { reaches } from '../../domain/settlement/reach.ts';
import type { Settling } from '../../domain/settlement/state.ts';
import { statementStream } from '../../domain/statement/decider.ts';
import { lineAmount, linesPerFact, type StatementLine } from '../../domain/statement/lines.ts';
import { addMonths, type Month, monthOf } from '../../domain/time.ts';
import { parseStatementFact } from '../facts/codec.ts';
import { type Claimed, newLines, placedFacts } from './statement-scan.ts';
import { readPageOf } from './stored-facts.ts';

/** Facts of lines read at once: a few thousand lines. */
const factsPerRead = 4;

export type NumberedLine = { readonly line: number; readonly row: StatementLine };

/** The lines of a statement as they were listed, from a number on. */
export async function* listedLines(
  store: EventStore,
  statementId: Reference,
  fromLine = 1,
): AsyncGenerator<NumberedLine> {
  // Every fact of lines but the last is full, so a line's place follows from its number.
  let from = Math.floor((fromLine - 1) / linesPerFact);
  for (let more = true; more; ) {
    const { facts } = await readPageOf(store, statementStream(statementId), {
      from,
      max: factsPerRead,
    });
    for (const stored of facts) {
      const { type, data } = parseStatementFact(stored);
      if (type !== 'StatementLinesListed') return;
      for (const [at, row] of data.lines.entries()) {
        const line = data.from + at;
        if (line >= fromLine) yield { line, row };
      }
    }
    from += facts.length;
    more = facts.length === factsPerRead;
  }
}

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

export type Chunk = {
  readonly from: number;
  readonly lines: readonly StatementLine[];
  /** Of all lines up to and including these. */
  readonly digest: string;
};

/** Lines as facts take them: bounded, each piece linked to the one before it. */
export async function* chunked(lines: AsyncIterable<StatementLine>): AsyncGenerator<Chunk> {
  let [from, digest] = [1, ''];
  let piece: StatementLine[] = [];
  const closed = (): Chunk => {
    digest = hash('sha256', `${digest}${JSON.stringify(piece)}`, 'base64url');
    const chunk = { from, lines: piece, digest };
    from += piece.length;
    piece = [];
    return chunk;
  };
  for await (const line of lines) {
    piece.push(line);
    if (piece.length === linesPerFact) yield closed();
  }
  if (piece.length > 0) yield closed();
}
