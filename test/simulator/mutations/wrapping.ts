import type { AccountCommand } from '../../../domain/account/commands.ts';
import { type AccountDecision, accountDecider } from '../../../domain/account/decider.ts';
import type { AccountFact } from '../../../domain/account/facts.ts';
import type { Account } from '../../../domain/account/state.ts';
import { ok } from '../../../domain/result.ts';
import type { Accounts } from '../../../src/ledger/accounts.ts';
import type { Desk, DeskCommand } from '../../../src/ledger/desk.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { noMutation, type Seams } from './seams.ts';

/** A deliberate bug, and within how many seeds, from which one on, it must be found. */
export type Mutation = {
  readonly name: string;
  readonly from: number;
  readonly within: number;
  readonly seams: Seams;
};

export const mutation = (
  name: string,
  within: number,
  seams: Partial<Seams>,
  from = 1,
): Mutation => ({
  name,
  from,
  within,
  seams: { ...noMutation, ...seams },
});

type Seen = { readonly command: AccountCommand; readonly account: Account };

/** The account's rules, deciding on another command or another state than they were given. */
export const misled = (by: (seen: Seen) => Partial<Seen>): Partial<Seams> => ({
  decider: () => ({
    ...accountDecider,
    decide: (command, account) => {
      const seen = { command, account, ...by({ command, account }) };
      return accountDecider.decide(seen.command, seen.account);
    },
  }),
});

/** The account's rules, with what they decided changed. */
export const falsified = (by: (fact: AccountFact) => AccountFact): Partial<Seams> => ({
  decider: () => ({
    ...accountDecider,
    decide: (command, account): AccountDecision => {
      const decided = accountDecider.decide(command, account);
      return decided.ok ? ok(decided.value.map(by)) : decided;
    },
  }),
});

/** A ledger whose desk hears something else than was asked. Desk and accounts keep their own state, so they are stood in for. */
export const mishearing = (
  ledger: Ledger,
  heard: (command: DeskCommand) => DeskCommand,
): Ledger => {
  const { desk } = ledger;
  const standIn: Pick<Desk, 'handle' | 'accountOf' | 'reverse'> = {
    handle: (account, command, asking) => desk.handle(account, heard(command), asking),
    accountOf: (account) => desk.accountOf(account),
    reverse: (...asked) => desk.reverse(...asked),
  };
  return { ...ledger, desk: standIn as Desk };
};

/** A ledger that shows another account than there is. */
export const misseeing = (ledger: Ledger, seen: (account: Account) => Account): Ledger => {
  const { accounts } = ledger;
  const standIn: Pick<Accounts, 'settled' | 'settledAt' | 'handle'> = {
    handle: (...asked) => accounts.handle(...asked),
    settled: async (...asked) => seen(await accounts.settled(...asked)),
    settledAt: (...asked) => accounts.settledAt(...asked),
  };
  return { ...ledger, accounts: standIn as Accounts };
};
