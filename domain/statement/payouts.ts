import { ownPayoutId, type PayoutId } from '../identifiers.ts';
import { amountText, type Fen, minus, smaller, zero } from '../money.ts';
import { ok, refuse } from '../result.ts';
import type { StatementCommandOf } from './commands.ts';
import { about, notIn, type StatementDecision } from './deciding.ts';
import type { PartState, ScheduledPayout, StatementFact } from './facts.ts';
import { failedParts, type Part } from './parts.ts';
import { evolveStatement, type Statement } from './state.ts';

/** Payouts of one statement, those tried again included: all under way, they must fit into a month's closing. */
const payoutsMax = 1_000;

/**
 * Which payouts pay the statement: one, or as many as the provider's limit for one order asks for,
 * always cut alike. Once scheduled it is only done again, for what failed, when somebody says so.
 */
export const scheduleStatement = (
  command: StatementCommandOf<'ScheduleStatement'>,
  statement: Statement,
): StatementDecision => {
  const { seed, maximumPerPayout, again } = command;
  const failed = failedParts(statement);
  if (!again && statement.parts.length > 0) return ok([]);
  if (again && failed.length === 0) return notIn(command, statement);
  if (!again && statement.state !== 'invoiced') return notIn(command, statement);

  const wanted = again
    ? failed.map(({ payoutId: retries, amount }) => ({ amount, retries }))
    : cutBy(statement.issued?.total ?? zero, maximumPerPayout).map((amount) => ({ amount }));
  if (statement.parts.length + wanted.length > payoutsMax)
    return refuse({ code: 'too-many-payouts', most: payoutsMax });
  const payouts: readonly ScheduledPayout[] = wanted.map(({ amount, ...rest }, at) => ({
    payoutId: numbered(seed, statement.parts.length + at),
    amount: amountText(amount),
    ...rest,
  }));
  return ok([{ type: 'StatementScheduled', data: { ...about(command), payouts } }]);
};

const cutBy = (amount: Fen, maximum: Fen | undefined): readonly Fen[] => {
  if (maximum === undefined) return [amount];
  const cut: Fen[] = [];
  for (let left = amount; left > 0n; left = minus(left, maximum)) cut.push(smaller(left, maximum));
  return cut;
};

/** Of a seed of 1–27 letters and digits. */
const numbered = (seed: string, at: number): PayoutId =>
  ownPayoutId(`S${seed}${String(at + 1).padStart(4, '0')}`);

/** Follows what became of one of its payouts. */
export const movePayout = (
  command: StatementCommandOf<'MovePayout'>,
  statement: Statement,
): StatementDecision => {
  const { payoutId: id, to, replacedBy } = command;
  const part = statement.parts.find((one) => one.payoutId === id);
  if (part === undefined) return refuse({ code: 'payout-unknown', payoutId: id });
  if (!isNews(part, to)) return ok([]);
  const moved: StatementFact = {
    type: 'StatementPayoutMoved',
    data: {
      ...about(command),
      payoutId: id,
      to,
      ...(replacedBy === undefined ? {} : { replacedBy }),
    },
  };
  const after = evolveStatement(statement, moved).state;
  if (after === statement.state) return ok([moved]);
  if (after === 'paid') return ok([moved, { type: 'StatementPaid', data: about(command) }]);
  return after === 'returned'
    ? ok([moved, { type: 'StatementReturned', data: { ...about(command), payoutId: id } }])
    : ok([moved]);
};

/** What was replaced is over: its successor tells the rest. */
const isNews = ({ state }: Part, to: PartState): boolean => state !== to && state !== 'replaced';
