import type { AccountCommand } from '../../domain/account/commands.ts';
import { accountDecider } from '../../domain/account/decider.ts';
import type { AccountFact } from '../../domain/account/facts.ts';
import { noSums, type PayerSums } from '../../domain/account/payer-sums.ts';
import type { Account } from '../../domain/account/state.ts';
import { close } from './account-asking.ts';
import { deciderSpec, stateAfter, story } from './decider-spec.ts';
import { doctor, hospital, month, opened } from './ledger-words.ts';

export const account = deciderSpec(accountDecider);
/** The facts of an account opened in October to which these commands were put, one after another. */
export const told = story(accountDecider, [opened()]);
/** The same, put to an account to which more has happened. */
export const toldOn = (
  before: readonly AccountFact[],
  ...commands: readonly AccountCommand[]
): readonly AccountFact[] => story(accountDecider, before)(...commands);
export const accountAfter = (facts: readonly AccountFact[]): Account =>
  stateAfter(accountDecider, facts);
export const sumsAfter = (facts: readonly AccountFact[], payer = hospital): PayerSums =>
  accountAfter(facts).sums.get(payer) ?? noSums;

/** Ends the month and begins the next, as the ledger does with the first command of a new month. */
export const carriedOver = (
  facts: readonly AccountFact[],
  next = '2026-11',
): readonly AccountFact[] => {
  const closing = story(accountDecider, facts)(close(next)).at(-1);
  if (closing?.type !== 'PeriodClosed') throw new Error('The month was not closed');
  const from = { previous: closing.data.period, carried: closing.data.carried };
  const open = { payee: doctor, period: month(next), from, now: closing.data.at };
  return story(accountDecider)({ type: 'OpenPeriod', ...open });
};
