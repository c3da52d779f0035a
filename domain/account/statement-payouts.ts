import { amountText } from '../money.ts';
import { ok, refuse } from '../result.ts';
import { dayOf } from '../time.ts';
import { availableOn } from './available.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import { noSums } from './payer-sums.ts';
import { reservedBy } from './payout.ts';
import type { Account } from './state.ts';

/** One payout to an organization's own account for a settled statement; the organization invoices, nothing is withheld. */
export const requestStatementPayout = (
  command: AskedFor<'RequestStatementPayout'>,
  account: Account,
): AccountDecision => {
  const { statementId, payoutId: id, payerId, amount, cardRef, now } = command;
  if (amount <= 0n) return refuse({ code: 'amount-not-positive' });
  const known = account.payouts.get(id);
  if (known !== undefined) {
    return reservedBy(known) === amount && known.payerId === payerId
      ? ok([])
      : refuse({ code: 'statement-payout-differs', payoutId: id });
  }
  const available = availableOn(account.sums.get(payerId) ?? noSums, dayOf(now));
  if (amount > available) return refuse({ code: 'balance-too-low', available, asked: amount });
  return ok([
    {
      type: 'StatementPayoutRequested',
      data: { statementId, payoutId: id, payerId, gross: amountText(amount), cardRef, at: now },
    },
  ]);
};
