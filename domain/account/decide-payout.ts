import { refuse } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import type { AccountDecision } from './decider.ts';
import { recordPaid, recordReturned } from './payment-news.ts';
import { cancelPayout } from './payout-cancelling.ts';
import type { PayoutCommand } from './payout-commands.ts';
import { askToStop, reissuePayout, resolvePayout } from './payout-desk.ts';
import { recordAccepted, recordInDoubt, recordRejected } from './payout-news.ts';
import { noteWaiting, submitPayout } from './payout-sending.ts';
import type { Account } from './state.ts';

/** The rules about one payout, which the account must know. */
export const decidePayout = (command: PayoutCommand, account: Account): AccountDecision => {
  const { payoutId } = command;
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
  switch (command.type) {
    case 'NoteWaiting':
      return noteWaiting(command, payout);
    case 'AskToStop':
      return askToStop(command, payout);
    case 'SubmitPayout':
      return submitPayout(command, payout);
    case 'RecordAccepted':
      return recordAccepted(command, payout);
    case 'RecordInDoubt':
      return recordInDoubt(command, payout);
    case 'RecordPaid':
      return recordPaid(command, payout, account);
    case 'RecordRejected':
      return recordRejected(command, payout);
    case 'RecordReturned':
      return recordReturned(command, payout, account);
    case 'ReissuePayout':
      return reissuePayout(command, payout, account);
    case 'CancelPayout':
      return cancelPayout(command, payout, account);
    case 'ResolvePayout':
      return resolvePayout(command, payout, account);
    default:
      return unreachable(command);
  }
};
