import type { AccountRefusal } from '../../domain/account/refusals.ts';
import type { JobRefusal } from '../../domain/jobs/decider.ts';
import type { FreezeRefusal } from '../../domain/payout/freeze.ts';
import type { Unhandled } from '../ledger/asking.ts';
import { accountProblems } from './account-problems.ts';
import { type EdgeCode, edgeProblems } from './edge-problems.ts';
import { type PartyCode, partyProblems } from './party-problems.ts';
import { again, type Problem, p } from './problem-words.ts';
import { type ReconciliationCode, reconciliationProblems } from './reconciliation-problems.ts';
import { type SettlementCode, statementProblems } from './statement-problems.ts';

/** Every no of the domain and of command handling. */
export type RefusalCode =
  | (AccountRefusal | FreezeRefusal | JobRefusal | Unhandled)['code']
  | PartyCode
  | SettlementCode
  | ReconciliationCode
  // A run that cannot see what was written does not begin.
  | 'views-behind';

export type ProblemCode = RefusalCode | EdgeCode;

/** A command that was not carried out, or of which nobody knows. */
const handlingProblems: { readonly [code in Unhandled['code']]: Problem } = {
  busy: again('Busy', 'Nothing was done; try again.'),
  'store-unavailable': again('The store is not available', 'Nothing was done; try again.'),
  contended: again('Too much at once', 'Nothing was done; try again.'),
  'outcome-unknown': again(
    'The outcome is unknown',
    'It may have been done; send it again with the same id to find out.',
  ),
  'too-large': p(413, 'Too large', 'The facts of this request are larger than one append may be.'),
};

const jobProblems: { readonly [code in JobRefusal['code']]: Problem } = {
  'job-running': p(409, 'The job is running', 'Another run of it began at `startedAt`.'),
  'job-not-running': p(409, 'The job is not running', 'Another run took its place.'),
};

/** The only place where a no becomes a number and words. Add a refusal and this stops compiling. */
export const problems: { readonly [code in ProblemCode]: Problem } = {
  ...accountProblems,
  ...partyProblems,
  ...statementProblems,
  ...reconciliationProblems,
  ...jobProblems,
  ...handlingProblems,
  ...edgeProblems,
};
