import type { Result } from '../result.ts';
import type { ReconciliationCommand } from './commands.ts';
import type { ReconciliationFact } from './facts.ts';
import type { ReconciliationRefusal } from './refusals.ts';

/** What comes of a command about a day: facts to append, none where nothing is to be done, or a refusal. */
export type ReconciliationDecision = Result<readonly ReconciliationFact[], ReconciliationRefusal>;

/** Which day of which provider a fact is about, and when it was decided. */
export const about = ({
  provider,
  day,
  now: at,
}: Pick<ReconciliationCommand, 'provider' | 'day' | 'now'>) => ({ provider, day, at });
