import type { Payout } from '../../domain/account/payout.ts';
import { zero } from '../../domain/money.ts';
import { dayOf } from '../../domain/time.ts';
import { disagreement } from './agreement.ts';
import { barredNow, hindranceNow, isCarried, waits } from './hindrances.ts';
import { type Look, type Next, payoutActor } from './look.ts';
import { send } from './send.ts';

/** Checks again all that may have changed since the request, writes down the intent, and sends. */
export const begin = async (look: Look, payout: Payout): Promise<Next> => {
  const { payoutId } = payout;
  const hindrance = await hindranceNow(look, payout);
  if (hindrance !== undefined) return waits(look, hindrance.reason, hindrance.next);
  const barred = await barredNow(look);
  if (barred !== undefined) {
    return look.record({ type: 'CancelPayout', payoutId, reason: barred, by: payoutActor });
  }
  if (!(await isCarried(look, payout))) {
    look.alarm('outside-provider-limits', 'the provider does not carry such an amount');
    return waits(look, 'outside-provider-limits', { again: 'send-pause' });
  }
  const differs = await disagreementNow(look);
  if (differs !== undefined) {
    look.alarm('balances-disagree', differs);
    return waits(look, 'under-review', { again: 'send-pause' });
  }
  // Without the intent on record nothing is sent: it may have been cancelled this very moment.
  const told = await look.tell({ type: 'SubmitPayout', payoutId });
  if (!told.took) return told.next;
  // Another instance wrote it down and may be sending: only who wrote it sends without asking first.
  if (!told.isNews) return { again: 'query-pause' };
  const submitted = await look.payout();
  if (submitted?.state !== 'submitted') return { again: 'soon' };
  look.open.certainlyNotSent = true;
  // Where an earlier payment failed after tax, a later one can be withheld whole: no money to move.
  return submitted.net === 0n ? paidInFull(look, submitted) : send(look, submitted);
};

/** All of it was withheld: nothing is sent, and the payout is over. */
export const paidInFull = (look: Look, { payoutId }: Payout): Promise<Next> =>
  look.record({
    type: 'RecordPaid',
    payoutId,
    providerFee: zero,
    paidAt: look.now(),
    evidence: 'nothing-to-send',
  });

const disagreementNow = async (look: Look): Promise<string | undefined> => {
  const { ledger, store } = look.ports;
  const { account } = look.open;
  const of = await ledger.desk.accountOf(account);
  if (of === undefined) return 'the account is not there';
  const live = await ledger.accounts.settledAt(of, look.now());
  return disagreement(store, account, live, dayOf(look.now()));
};
