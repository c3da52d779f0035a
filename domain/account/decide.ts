import type { Decider } from '../decider.ts';
import { type Result, refuse } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import { approveAdjustment, proposeAdjustment } from './adjustments.ts';
import type { AccountCommand, AccountRefusal } from './commands.ts';
import { recordEarning, reverseEarning } from './earnings.ts';
import { evolve } from './evolve.ts';
import type { AccountFact } from './facts.ts';
import { placeHold, releaseHold } from './holds.ts';
import { askToStop, cancelPayout, reissuePayout, resolvePayout } from './payout-desk.ts';
import {
  noteWaiting,
  recordAccepted,
  recordInDoubt,
  recordPaid,
  recordRejected,
  recordReturned,
  submitPayout,
} from './payout-news.ts';
import { closePeriod, openPeriod } from './period.ts';
import { type Account, newAccount } from './state.ts';
import { requestStatementPayout, requestWithdrawal } from './withdrawals.ts';

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
    case 'NoteWaiting':
      return noteWaiting(command, account);
    case 'AskToStop':
      return askToStop(command, account);
    case 'SubmitPayout':
      return submitPayout(command, account);
    case 'RecordAccepted':
      return recordAccepted(command, account);
    case 'RecordInDoubt':
      return recordInDoubt(command, account);
    case 'RecordPaid':
      return recordPaid(command, account);
    case 'RecordRejected':
      return recordRejected(command, account);
    case 'RecordReturned':
      return recordReturned(command, account);
    case 'ReissuePayout':
      return reissuePayout(command, account);
    case 'CancelPayout':
      return cancelPayout(command, account);
    case 'ResolvePayout':
      return resolvePayout(command, account);
    case 'ProposeAdjustment':
      return proposeAdjustment(command, account);
    case 'ApproveAdjustment':
      return approveAdjustment(command, account);
    default:
      return unreachable(command);
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
