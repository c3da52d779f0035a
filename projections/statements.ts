import type { PayeeId, PayerId } from '../domain/identifiers.ts';
import { amountFromFact, amountText, zero } from '../domain/money.ts';
import type { SettlementFact } from '../domain/settlement/facts.ts';
import type { StatementFact } from '../domain/statement/facts.ts';
import { evolveStatement, newStatement, type StatementState } from '../domain/statement/state.ts';
import type { Month } from '../domain/time.ts';
import { unreachable } from '../domain/unreachable.ts';
import {
  type Change,
  changing,
  existing,
  nothing,
  type Place,
  type Projection,
} from './projection.ts';
import { readBack, type StatementRow, type StatementStep, written } from './statement-row.ts';

/** What a list of statements is narrowed to. */
export type StatementsOf = {
  readonly organizationId?: PayeeId | undefined;
  readonly payerId?: PayerId | undefined;
  readonly period?: Month | undefined;
  readonly state?: StatementState | undefined;
};

/** Settlement statements with their lives; lines are read where they lie, in the statements' streams. */
export const statements: Projection<StatementRow> = {
  name: 'statements',
  version: 1,
  changes: (recorded) => {
    if (recorded.about === 'settlement') return afterClaim(recorded.fact);
    return recorded.about === 'statement' ? afterWord(recorded.fact) : nothing;
  },
  write: ({ gross, statement, ...row }) =>
    JSON.stringify({ ...row, gross: amountText(gross), statement: written(statement) }),
  read: (json) => {
    const { gross, statement, ...row } = JSON.parse(json);
    return { ...row, gross: amountFromFact(gross), statement: readBack(statement) };
  },
  places: (row) => {
    const { period, organizationId, payerId, version, released } = row;
    const sort = `${period} ${organizationId} ${payerId} ${String(version).padStart(4, '0')}`;
    const { state } = row.statement;
    const groups = subsets({ organizationId, payerId, period, state }).map(statementGroup);
    const isLeft = (state === 'voided' || state === 'disputed') && !released;
    return [...groups, ...(isLeft ? [unreleasedGroup] : [])].map((group) => ({ group, sort }));
  },
};

export const statementGroup = ({ organizationId, payerId, period, state }: StatementsOf): string =>
  `${organizationId ?? '*'} ${payerId ?? '*'} ${period ?? '*'} ${state ?? '*'}`;

/** Over, and its lines not yet given free: somebody was stopped in between. */
export const unreleasedGroup: Place['group'] = 'unreleased';

/** Every way to narrow a list by some of these. */
const subsets = (of: StatementsOf): readonly StatementsOf[] => {
  const some: StatementsOf[] = [{}];
  for (const [name, value] of Object.entries(of))
    some.push(...some.map((one) => ({ ...one, [name]: value })));
  return some;
};

const afterClaim = ({ type, data }: SettlementFact): readonly Change<StatementRow>[] => {
  const { statementId } = data;
  switch (type) {
    case 'StatementBegun': {
      const { organizationId, payerId, period, version, at: begunAt } = data;
      const of = { statementId, organizationId, payerId, period, version, begunAt };
      const empty = {
        gross: zero,
        policy: '',
        statement: newStatement,
        released: false,
        steps: [],
      };
      return changing<StatementRow>(statementId, () => ({ ...of, ...empty }));
    }
    case 'StatementReleased':
      return changing<StatementRow>(statementId, (row) => ({
        ...existing(row, `statement ${statementId}`),
        released: true,
      }));
    default:
      return unreachable(type);
  }
};

const afterWord = (fact: StatementFact): readonly Change<StatementRow>[] => {
  const { statementId, at, by } = fact.data;
  return changing<StatementRow>(statementId, (before) => {
    const row = existing(before, `statement ${statementId}`);
    const statement = evolveStatement(row.statement, fact);
    if (fact.type === 'StatementLinesListed') return { ...row, statement };
    const step: StatementStep = {
      what: fact.type,
      at,
      by,
      ...('reason' in fact.data ? { reason: fact.data.reason } : {}),
      ...('payoutId' in fact.data ? { payoutId: fact.data.payoutId } : {}),
    };
    const issued =
      fact.type === 'StatementIssued'
        ? { gross: amountFromFact(fact.data.gross), policy: fact.data.policy }
        : {};
    return { ...row, ...issued, statement, steps: [...row.steps, step] };
  });
};
