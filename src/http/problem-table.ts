import type { AccountRefusal } from '../../domain/account/refusals.ts';
import type { JobRefusal } from '../../domain/jobs/decider.ts';
import type { OrganizationRefusal } from '../../domain/organization/commands.ts';
import type { PayeeRefusal } from '../../domain/payee/commands.ts';
import type { PayerRefusal } from '../../domain/payer/commands.ts';
import type { FreezeRefusal } from '../../domain/payout/freeze.ts';
import type { PracticeRefusal } from '../../domain/practice/decider.ts';
import type { Unhandled } from '../ledger/asking.ts';
import { again, differs, type Problem, p, unknown } from './problem-words.ts';
import { type ReconciliationCode, reconciliationProblems } from './reconciliation-problems.ts';
import { type SettlementCode, statementProblems } from './statement-problems.ts';

/** Every no of the domain and of command handling. */
export type RefusalCode =
  | (
      | AccountRefusal
      | PayeeRefusal
      | PayerRefusal
      | FreezeRefusal
      | OrganizationRefusal
      | JobRefusal
      | PracticeRefusal
      | Unhandled
    )['code']
  | SettlementCode
  | ReconciliationCode
  // A run that cannot see what was written does not begin.
  | 'views-behind';

/** Every no of the edge itself. */
export type EdgeCode =
  | 'invalid-request'
  | 'malformed-json'
  | 'invalid-earning'
  | 'line-too-long'
  | 'unauthenticated'
  | 'keys-unreachable'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'card-number-unlikely'
  | 'team-lacks-doctor'
  | 'withdrawal-unknown'
  | 'withdrawal-ambiguous'
  | 'stream-unknown'
  | 'out-of-time'
  | 'too-many-lines'
  | 'views-behind'
  | 'not-ready'
  | 'notification-not-genuine'
  | 'notification-not-settled'
  | 'internal';

export type ProblemCode = RefusalCode | EdgeCode;
/** The only place where a no becomes a number and words. Add a refusal and this stops compiling. */
export const problems: { readonly [code in ProblemCode]: Problem } = {
  ...statementProblems,
  ...reconciliationProblems,
  'amount-not-positive': p(422, 'The amount is not positive', 'Ask for more than 0.00.'),
  'period-closed': again('The month was just closed', 'Nothing was done; send it again.'),
  'period-not-open': again('The month is just being opened', 'Nothing was done; send it again.'),
  'earning-differs': differs('earning'),
  'earning-unknown': unknown('earning'),
  'completed-in-future': p(
    422,
    'Completed in a later month',
    'Record an earning in or after the month its service was completed in.',
  ),
  'reversal-differs': differs('reversal'),
  'reversal-exceeds-earning': p(
    422,
    'More than is left of the earning',
    'At most `reversible` can be taken back.',
  ),
  'hold-differs': differs('hold'),
  'hold-unknown': unknown('hold'),
  'withdrawal-differs': differs('withdrawal'),
  'account-restricted': p(
    422,
    'The account is restricted',
    'Withdrawing is stopped for this account; ask support.',
  ),
  'settles-through-organization': p(
    422,
    'Settles through an organization',
    'These earnings are settled by the organization named; they cannot be withdrawn here.',
  ),
  'consent-missing': p(
    422,
    'Consent is missing',
    'Give the consent named before binding a card or withdrawing.',
  ),
  'card-missing': p(422, 'No bank card is bound', 'Bind a bank card first.'),
  'card-cooling-off': p(
    422,
    'The card was changed just now',
    'A changed card can be used from `usableFrom` on.',
  ),
  'amount-below-minimum': p(422, 'Below the minimum', 'Ask for at least `minimum`.'),
  'too-many-today': p(422, 'Too many withdrawals today', 'Try again tomorrow.'),
  'balance-too-low': p(422, 'The balance is too low', 'At most `available` can be used.'),
  'amount-above-limit': p(422, 'Above the limit', 'At most `most` can be withdrawn now.'),
  'payout-unknown': unknown('payout'),
  'payout-state': p(409, 'Not in this state', 'The payout is in a state that does not allow this.'),
  'month-declared': p(
    409,
    'The month is declared',
    'The tax of that month was declared; correct it by an adjustment.',
  ),
  'statement-payout-differs': differs('statement payout'),
  'adjustment-differs': differs('adjustment'),
  'adjustment-unknown': unknown('adjustment'),
  'needs-second-person': p(
    409,
    'A second person is needed',
    'Whoever proposed it cannot approve it.',
  ),
  'resolution-differs': p(
    409,
    'The resolution differs',
    'The first person proposed the other outcome.',
  ),
  'doctor-unknown': unknown('doctor'),
  'doctor-differs': differs('doctor'),
  'account-closed': p(409, 'The account is closed', 'Nothing can be changed any more.'),
  'already-bound': p(409, 'Already bound', 'A doctor is bound to one organization at a time.'),
  'binding-overlaps': p(
    409,
    'The binding overlaps',
    'A binding begins after the one before it ended.',
  ),
  'not-bound': p(409, 'Not bound', 'The doctor is not bound to this organization.'),
  'unbind-not-requested': p(409, 'Not requested', 'The doctor has not asked to be unbound.'),
  'payer-unknown': unknown('payer'),
  'payer-differs': differs('payer'),
  'funding-differs': differs('funding'),
  'review-differs': differs('review'),
  'organization-differs': differs('organization'),
  'job-running': p(409, 'The job is running', 'Another run of it began at `startedAt`.'),
  'job-not-running': p(409, 'The job is not running', 'Another run took its place.'),
  busy: again('Busy', 'Nothing was done; try again.'),
  'store-unavailable': again('The store is not available', 'Nothing was done; try again.'),
  contended: again('Too much at once', 'Nothing was done; try again.'),
  'outcome-unknown': again(
    'The outcome is unknown',
    'It may have been done; send it again with the same id to find out.',
  ),
  'too-large': p(413, 'Too large', 'The facts of this request are larger than one append may be.'),
  'invalid-request': p(
    400,
    'The request is not valid',
    'See `errors`: each names a field and what was expected.',
  ),
  'malformed-json': p(400, 'Not JSON', 'The body is not valid JSON.'),
  'invalid-earning': p(
    400,
    'Not a valid earning',
    'A field is missing, unknown or not as expected.',
  ),
  'line-too-long': p(400, 'The line is too long', 'An earning fits into 64 KiB.'),
  unauthenticated: p(401, 'Not authenticated', 'Send a valid bearer token.'),
  'keys-unreachable': again(
    'Tokens cannot be verified now',
    'The keys that verify them are out of reach; try again.',
  ),
  forbidden: p(403, 'Not allowed', 'This token does not allow this.'),
  'not-found': p(404, 'Not found', 'There is nothing at this address.'),
  'method-not-allowed': p(405, 'Method not allowed', 'This address does not take this method.'),
  'body-too-large': p(413, 'The body is too large', 'Send a smaller body.'),
  'unsupported-media-type': p(
    415,
    'Unsupported media type',
    'Send the media type the contract names.',
  ),
  'card-number-unlikely': p(
    422,
    'The card number looks wrong',
    'Look at it again; send `confirmed: true` if it is right.',
  ),
  'team-lacks-doctor': p(
    422,
    'The team lacks the doctor',
    'A team lists everyone who is paid, the doctor included.',
  ),
  'organization-unknown': unknown('organization'),
  'withdrawal-unknown': unknown('withdrawal'),
  'withdrawal-ambiguous': p(
    409,
    'Several doctors use this id',
    'Add ?doctorId= to say whose withdrawal is meant.',
  ),
  'stream-unknown': unknown('stream'),
  'out-of-time': p(
    422,
    'No answer for this time',
    'The instant lies before the beginning or in the future.',
  ),
  'too-many-lines': p(
    422,
    'Too many lines',
    'More than one answer can hold; read it as CSV, page by page, or from the journal.',
  ),
  'views-behind': again('The views are behind', 'They have not seen that position yet; ask again.'),
  'not-ready': again('Not ready', 'The views are behind the log, or stopped.'),
  'notification-not-genuine': p(400, 'Not genuine', 'The notification could not be verified.'),
  'notification-not-settled': again(
    'Not settled',
    'The news could not be confirmed yet; notify again.',
  ),
  internal: p(500, 'Internal error', 'Something went wrong here; quote `requestId`.'),
};
