import type { ReconciliationRefusal } from '../../domain/reconciliation/refusals.ts';
import type { ReconcileRefusal } from '../reconciliation/ports.ts';
import { again, type Problem, p, unknown } from './problem-words.ts';

/** Every no about reconciling that is not said elsewhere too. */
export type ReconciliationCode = Exclude<
  (ReconcileRefusal | ReconciliationRefusal)['code'],
  'needs-second-person' | 'views-behind'
>;

export const reconciliationProblems: { readonly [code in ReconciliationCode]: Problem } = {
  'bill-not-there': p(
    409,
    'The bill is not there yet',
    'The provider has not made it yet, which does not mean that nothing was paid; ask again later.',
  ),
  'provider-unavailable': again('The provider does not answer', 'Nothing was done; try again.'),
  'bill-unreadable': p(
    422,
    'The bill cannot be right',
    'Each of `problems` names a line and a column; nothing of the bill was applied.',
  ),
  'bill-too-large': p(413, 'The bill is too large', 'Nothing of it was kept.'),
  'too-many-breaks': p(
    422,
    'Too many differences',
    'It is probably the wrong file or day: nothing was recorded.',
  ),
  'nothing-to-apply': p(
    422,
    'The bill proves nothing here',
    'No line says how this payout ended, or it says another amount.',
  ),
  'reconciliation-unknown': p(404, 'Not reconciled', 'This day was not reconciled to its end yet.'),
  'day-signed-off': p(409, 'The day is signed off', 'Reopen it, with a reason, to run it again.'),
  'day-not-signed-off': p(409, 'Not signed off', 'Only a signed day can be reopened.'),
  'day-not-over': p(409, 'The day is not over', 'A day can be signed off once it has ended.'),
  'run-superseded': again('Another run took its place', 'Nothing was lost; ask again.'),
  'break-unknown': unknown('break'),
  'break-state': p(409, 'Not in this state', 'The break was decided in another way before.'),
  'nothing-to-book': p(
    422,
    'No money differs',
    'The money at the provider is what the books say; link or ignore it with a reason.',
  ),
  'break-without-payer': p(422, 'Whose money is unknown', 'Nothing in the bill says which payer.'),
  'breaks-block-sign-off': p(
    409,
    'Breaks are in the way',
    'Money differs and is not explained: apply, adjust or put aside the breaks named.',
  ),
  'funds-differ': p(
    409,
    'The funds differ',
    'What the provider held at the end of the day is not what the books say; run the day again.',
  ),
  'funds-unchecked': p(
    409,
    'The funds are not known',
    'The provider did not say what it held; run the day again.',
  ),
};
