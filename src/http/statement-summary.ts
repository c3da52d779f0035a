import { amountText } from '../../domain/money.ts';
import type { Statement } from '../../domain/statement/state.ts';
import type { StatementRow } from '../../projections/statement-row.ts';

type Of = Pick<StatementRow, 'statementId' | 'organizationId' | 'payerId' | 'period' | 'version'>;

/** A statement in short, from its state; the same after a word about it and when it is read. */
export const statementSummary = (
  { statementId, organizationId, payerId, period, version }: Of,
  { state, listed, issued, invoice, disputed, parts }: Statement,
) => ({
  statementId,
  organizationId,
  payerId,
  period,
  version,
  state,
  lineCount: listed.lines,
  total: amountText(listed.total),
  ...(issued === undefined ? {} : { confirmBy: issued.confirmBy }),
  ...(invoice === undefined ? {} : { invoice }),
  ...(disputed === undefined
    ? {}
    : { disputed: { lines: [...disputed.lines], reason: disputed.reason } }),
  payouts: parts.map(({ payoutId, amount: of, state: at }) => ({
    payoutId,
    amount: amountText(of),
    state: at,
  })),
});

export const statementWithLife = (row: StatementRow) => ({
  ...statementSummary(row, row.statement),
  gross: amountText(row.gross),
  digest: row.statement.listed.digest,
  timeline: [...row.steps],
});
