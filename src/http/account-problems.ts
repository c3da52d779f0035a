import type { AccountRefusal } from '../../domain/account/refusals.ts';
import { again, differs, type Problem, p, unknown } from './problem-words.ts';

/** What an account says no to: earnings, holds, withdrawals, payouts, adjustments. */
export const accountProblems: { readonly [code in AccountRefusal['code']]: Problem } = {
  'amount-not-positive': p(
    422,
    'The amount is not positive',
    'Name more than 0.00; of an adjustment, anything but 0.00.',
  ),
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
};
