import type { Decider } from '../decider.ts';
import { type Result, refuse } from '../result.ts';
import { approveAdjustment, proposeAdjustment } from './adjustments.ts';
import { closePeriod } from './closing.ts';
import type { AccountCommand } from './commands.ts';
import { decidePayout } from './decide-payout.ts';
import { recordEarning } from './earnings.ts';
import { evolve } from './evolve.ts';
import type { AccountFact } from './facts.ts';
import { placeHold, releaseHold } from './holds.ts';
import { openPeriod } from './opening.ts';
import type { AccountRefusal } from './refusals.ts';
import { reverseEarning } from './reversals.ts';
import { type Account, newAccount } from './state.ts';
import { requestStatementPayout } from './statement-payouts.ts';
import { requestWithdrawal } from './withdrawals.ts';

export type AccountDecision = Result<readonly AccountFact[], AccountRefusal>;

const decide = (command: AccountCommand, account: Account): AccountDecision => {
  if (account.closedFor !== undefined && command.type !== 'ClosePeriod') {
    return refuse({ code: 'period-closed', next: account.closedFor });
  }
  if (account.period === undefined && !isAboutPeriod(command)) {
    return refuse({ code: 'period-not-open' });
  }
  switch (command.type) {
    case 'OpenPeriod':
      return openPeriod(command, account);
    case 'ClosePeriod':
      return closePeriod(command, account);
    case 'RecordEarning':
      return recordEarning(command, account);
    case 'ReverseEarning':
      return reverseEarning(command, account);
    case 'PlaceHold':
      return placeHold(command, account);
    case 'ReleaseHold':
      return releaseHold(command, account);
    case 'RequestWithdrawal':
      return requestWithdrawal(command, account);
    case 'RequestStatementPayout':
      return requestStatementPayout(command, account);
    case 'ProposeAdjustment':
      return proposeAdjustment(command, account);
    case 'ApproveAdjustment':
      return approveAdjustment(command, account);
    default:
      return decidePayout(command, account);
  }
};

const isAboutPeriod = ({ type }: AccountCommand): boolean =>
  type === 'OpenPeriod' || type === 'ClosePeriod';

/** All the rules of a payee's account. */
export const accountDecider: Decider<AccountCommand, Account, AccountFact, AccountRefusal> = {
  initialState: newAccount,
  decide,
  evolve,
};
