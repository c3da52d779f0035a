import type { SettlementRefusal } from '../../domain/settlement/commands.ts';
import type { StatementRefusal } from '../../domain/statement/commands.ts';
import type { InvoiceRefusal } from '../../domain/statement/invoice-number.ts';
import type { StatementsRefusal } from '../ledger/statement-ports.ts';
import { again, type Problem, p, unknown } from './problem-words.ts';

/** Every no about organizations and their statements that is not said elsewhere too. */
export type SettlementCode =
  | Exclude<
      (StatementRefusal | SettlementRefusal | InvoiceRefusal | StatementsRefusal)['code'],
      'payout-unknown' | 'payer-unknown' | 'organization-unknown'
    >
  | 'period-to-come'
  | 'not-run'
  | 'attribution-not-shown';

export const statementProblems: { readonly [code in SettlementCode]: Problem } = {
  'statement-state': p(
    409,
    'Not in this state',
    'The statement is in a state that does not allow this.',
  ),
  'statement-not-due': p(409, 'Not due', 'Silence counts as a yes from `confirmBy` on.'),
  'invoice-total-differs': p(
    422,
    'The invoice is for another amount',
    'Its total must be `expected`, to the fen.',
  ),
  'invoice-buyer-differs': p(
    422,
    'The invoice names another buyer',
    'It must be made out to the payer of the statement.',
  ),
  'invoice-item-not-allowed': p(
    422,
    'The invoice is for something else',
    'Its item must be one of `allowed`.',
  ),
  'invoice-differs': p(409, 'Invoiced already', 'The statement has another invoice.'),
  'invoice-number-taken': p(
    409,
    'The number is taken',
    'This invoice belongs to another statement.',
  ),
  'too-many-payouts': p(
    422,
    'Too many payouts',
    'One statement is paid by at most `most` payouts.',
  ),
  'period-settled': p(
    409,
    'A later month is settled',
    'What was left of this month stands on a later statement.',
  ),
  'settlement-moved': again('Settled meanwhile', 'Nothing was done; send it again.'),
  'nothing-to-settle': p(
    409,
    'Nothing to settle',
    'Nothing is left to be paid for this month; what is below zero waits for the next.',
  ),
  'period-to-come': p(422, 'A month to come', 'A month can be settled from its first day on.'),
  'line-unknown': p(422, 'Unknown line', 'The statement has no line of this number or id.'),
  'statement-unknown': unknown('statement'),
  'attribution-not-shown': p(
    404,
    'Not shown',
    'The organization’s contract does not show what was attributed to a doctor.',
  ),
  'not-run': p(404, 'Not run', 'The job has not run for this month.'),
  'line-takes-back': p(
    422,
    'The line takes something back',
    'A correction by finance makes it good; only what is owed can be put aside.',
  ),
};
