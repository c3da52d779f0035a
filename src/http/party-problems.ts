import type { AccountRefusal } from '../../domain/account/refusals.ts';
import type { OrganizationRefusal } from '../../domain/organization/commands.ts';
import type { PayeeRefusal } from '../../domain/payee/commands.ts';
import type { PayerRefusal } from '../../domain/payer/commands.ts';
import type { PracticeRefusal } from '../../domain/practice/decider.ts';
import { differs, type Problem, p, unknown } from './problem-words.ts';

/** Every no about doctors, payers and organizations that is not said elsewhere too. */
export type PartyCode = Exclude<
  (PayeeRefusal | PayerRefusal | OrganizationRefusal | PracticeRefusal)['code'],
  AccountRefusal['code']
>;

export const partyProblems: { readonly [code in PartyCode]: Problem } = {
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
  'organization-unknown': unknown('organization'),
};
