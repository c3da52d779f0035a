import { amountFromFact, negated } from '../money.ts';
import { unreachable } from '../unreachable.ts';
import type { SumName } from './carried.ts';
import { sumsOf } from './carried-sums.ts';
import type { AccountFact, FactData } from './facts.ts';
import { changed, moved, type Sums } from './payer-sums.ts';
import type { PayoutFact } from './payout-facts.ts';

type PayoutPaidFrom = FactData<'PayoutPaid'>['from'];

const fieldOf = {
  'in-flight': 'inFlight',
  'in-doubt': 'inDoubt',
  payable: 'payable',
  returned: 'returned',
} as const satisfies { readonly [from in PayoutPaidFrom]: SumName };

/** What a fact does to the sums; facts that move no money leave them as they are. */
export const applyToSums = (sums: Sums, fact: AccountFact): Sums => {
  switch (fact.type) {
    case 'PeriodOpened':
      return sumsOf(fact.data.carried);
    case 'EarningRecorded': {
      const { gross, payerId, availableOn: on } = fact.data;
      const amount = amountFromFact(gross);
      return changed(sums, payerId, { earned: amount, payable: amount }, on, amount);
    }
    case 'EarningReversed': {
      const amount = amountFromFact(fact.data.amount);
      const change = { reversed: amount, payable: negated(amount) };
      return changed(sums, fact.data.payerId, change, fact.data.maturesOn, negated(amount));
    }
    case 'HoldPlaced': {
      const amount = amountFromFact(fact.data.amount);
      const change = { held: amount, payable: negated(amount) };
      return changed(sums, fact.data.payerId, change, fact.data.maturesOn, negated(amount));
    }
    case 'HoldReleased': {
      const amount = amountFromFact(fact.data.amount);
      const change = { held: negated(amount), payable: amount };
      return changed(sums, fact.data.payerId, change, fact.data.maturesOn, amount);
    }
    case 'AdjustmentPosted': {
      const amount = amountFromFact(fact.data.amount);
      return changed(sums, fact.data.payerId, { adjusted: amount, payable: amount });
    }
    case 'PeriodClosed':
    case 'AdjustmentProposed':
      return sums;
    default:
      return applyPayout(sums, fact);
  }
};

const applyPayout = (sums: Sums, { type, data }: PayoutFact): Sums => {
  switch (type) {
    case 'WithdrawalRequested':
      return data.payouts.reduce(
        (after, { payerId, gross }) => moved(after, payerId, 'payable', 'inFlight', gross),
        sums,
      );
    case 'StatementPayoutRequested':
      return moved(sums, data.payerId, 'payable', 'inFlight', data.gross);
    case 'PayoutAccepted':
      return moved(sums, data.payerId, fieldOf[data.from], 'inFlight', data.gross);
    case 'PayoutInDoubt':
      return moved(sums, data.payerId, 'inFlight', 'inDoubt', data.gross);
    case 'PayoutPaid':
      return changed(sums, data.payerId, {
        [fieldOf[data.from]]: negated(amountFromFact(data.gross)),
        withdrawn: amountFromFact(data.net),
        taxWithheld: amountFromFact(data.tax),
      });
    case 'PayoutRejected':
      return moved(sums, data.payerId, fieldOf[data.from], data.to, data.gross);
    case 'PayoutReturned':
      return moved(sums, data.payerId, 'withdrawn', 'returned', data.net);
    case 'PayoutReissued':
      return moved(sums, data.payerId, 'returned', 'inFlight', data.net);
    case 'PayoutCancelled':
      return changed(sums, data.payerId, {
        [fieldOf[data.from]]: negated(amountFromFact(data.net)),
        taxWithheld: negated(amountFromFact(data.tax)),
        [data.to]: amountFromFact(data.gross),
      });
    case 'PayoutWaiting':
    case 'PayoutStopAsked':
    case 'PayoutSubmitted':
    case 'PayoutResolutionProposed':
    case 'PayoutNewsContradicted':
      return sums;
    default:
      return unreachable(type);
  }
};
