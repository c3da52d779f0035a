import type { AccountCommand } from '../../domain/account/commands.ts';
import { type AccountDecision, accountDecider } from '../../domain/account/decider.ts';
import type { AccountFact } from '../../domain/account/facts.ts';
import type { Account } from '../../domain/account/state.ts';
import { type Instant, monthOf } from '../../domain/time.ts';
import { record } from './account-asking.ts';
import { doctor, earningId, platform } from './ledger-words.ts';
import { commandOf, type Step, start, timeAfter } from './random-account.ts';

/** One command of a life, what was decided, and the account before and after. */
export type Moment = {
  readonly command: AccountCommand;
  readonly before: Account;
  readonly decision: AccountDecision;
  readonly facts: readonly AccountFact[];
  readonly after: Account;
};

/**
 * Lives through the steps as the ledger would: the first command of a new month closes the old one
 * and opens the next. It begins with something to live on. Every command is one moment, those of the month ends included.
 */
export const life = (steps: readonly Step[]): readonly Moment[] => {
  const moments: Moment[] = [];
  const closed: Account[] = [];
  let account = accountDecider.initialState;
  const ask = (command: AccountCommand): readonly AccountFact[] => {
    const before = account;
    const decision = accountDecider.decide(command, before);
    const facts = decision.ok ? decision.value : [];
    account = facts.reduce(accountDecider.evolve, before);
    moments.push({ command, before, decision, facts, after: account });
    return facts;
  };
  const open = (now: Instant, last?: AccountFact): void => {
    account = accountDecider.initialState;
    const from =
      last?.type === 'PeriodClosed'
        ? { previous: last.data.period, carried: last.data.carried }
        : undefined;
    ask({ type: 'OpenPeriod', payee: doctor, now, period: monthOf(now), from });
  };

  let now = start;
  open(now);
  ask(record('3000.00', { now }));
  ask(record('2000.00', { now, earningId: earningId('ern-2'), payerId: platform }));
  for (const step of steps) {
    now = timeAfter(now, step);
    if (account.period !== monthOf(now)) {
      const [last] = ask({ type: 'ClosePeriod', payee: doctor, now, next: monthOf(now) });
      closed.unshift(account);
      open(now, last);
    }
    ask(commandOf(step, now, closed, account));
  }
  return moments;
};
