import { noSums, type PayerSums, type Sums } from '../domain/account/payer-sums.ts';
import { applyToSums } from '../domain/account/sums.ts';
import type { PayeeId, PayerId } from '../domain/identifiers.ts';
import { amountFromFact, type Fen, minus, plus, total, zero } from '../domain/money.ts';
import type { EarningSource } from '../domain/policy/withdrawal-policy.ts';
import type { Month } from '../domain/time.ts';
import { happenedAt } from './account-entries.ts';
import {
  type DoctorStatement,
  type DoctorStatementLine,
  type PayerStatement,
  partNames,
  type StatementMove,
  type StatementParts,
  type StatementSums,
} from './doctor-statement.ts';
import { lineAbout } from './doctor-statement-kinds.ts';
import type { AccountFactRecorded } from './recorded-account-fact.ts';

/** An account's month: what it began with, and the month's facts in order. */
export const doctorStatementOf = (
  account: PayeeId,
  month: Month,
  opening: Sums,
  facts: readonly AccountFactRecorded[],
): DoctorStatement => {
  let sums = opening;
  const lines: DoctorStatementLine[] = [];
  const moves: StatementMove[] = [];
  for (const recorded of facts) {
    const about = lineAbout(recorded.fact);
    if (about === undefined) continue;
    sums = applyToSums(sums, recorded.fact);
    const said = { at: recorded.recordedAt, happenedAt: happenedAt(recorded.fact), ...about };
    for (const [payerId, change] of applyToSums(new Map(), recorded.fact)) {
      const of = { ...said, payerId };
      const line = lineOf(of, change);
      if (line !== undefined) lines.push(line);
      else moves.push(...moveOf(of, change));
    }
  }
  const named = new Set([...lines, ...moves].map(({ payerId }) => payerId));
  const byPayer = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([payerId, after]) => payerStatement(payerId, opening.get(payerId) ?? noSums, after))
    .filter(({ payerId, opening: before }) => named.has(payerId) || before !== 0n);
  const bySource = earnedBySource(facts);
  return { account, month, ...sumsOfAll(byPayer), byPayer, bySource, lines, moves };
};

const earnedBySource = (facts: readonly AccountFactRecorded[]): DoctorStatement['bySource'] => {
  const sums = new Map<EarningSource, Fen>();
  for (const { fact } of facts) {
    if (fact.type !== 'EarningRecorded') continue;
    const { source, gross } = fact.data;
    sums.set(source, plus(sums.get(source) ?? zero, amountFromFact(gross)));
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, earned]) => ({ source, earned }));
};

const owed = (parts: StatementParts): Fen => total(partNames.map((name) => parts[name]));

const partsOf = ({ payable, held, inFlight, inDoubt, returned }: PayerSums): StatementParts => ({
  payable,
  held,
  inFlight,
  inDoubt,
  returned,
});

const payerStatement = (payerId: PayerId, before: PayerSums, after: PayerSums): PayerStatement => ({
  payerId,
  opening: owed(before),
  earned: minus(after.earned, before.earned),
  reversed: minus(after.reversed, before.reversed),
  tax: minus(after.taxWithheld, before.taxWithheld),
  paid: minus(after.withdrawn, before.withdrawn),
  adjustments: minus(after.adjusted, before.adjusted),
  closing: owed(after),
  openingParts: partsOf(before),
  closingParts: partsOf(after),
});

const sumsOfAll = (payers: readonly StatementSums[]): StatementSums => {
  const all = (pick: (of: StatementSums) => Fen): Fen => total(payers.map(pick));
  return {
    opening: all(({ opening }) => opening),
    earned: all(({ earned }) => earned),
    reversed: all(({ reversed }) => reversed),
    tax: all(({ tax }) => tax),
    paid: all(({ paid }) => paid),
    adjustments: all(({ adjustments }) => adjustments),
    closing: all(({ closing }) => closing),
  };
};

type Said = Omit<DoctorStatementLine, 'amount' | 'tax' | 'paid'>;

/** Undefined where what is owed stayed as it was. */
const lineOf = (of: Said, change: PayerSums): DoctorStatementLine | undefined => {
  const amount = owed(change);
  const { taxWithheld: tax, withdrawn: paid } = change;
  return amount === zero && tax === zero && paid === zero
    ? undefined
    : { ...of, amount, tax, paid };
};

const moveOf = (of: Said, change: PayerSums): readonly StatementMove[] => {
  const from = partNames.find((name) => change[name] < 0n);
  const to = partNames.find((name) => change[name] > 0n);
  return from === undefined || to === undefined ? [] : [{ ...of, amount: change[to], from, to }];
};
