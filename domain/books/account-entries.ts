import type { AccountFact } from '../account/facts.ts';
import type { PayeeId } from '../identifiers.ts';
import { amountFromFact as fenOf, negated, plus } from '../money.ts';
import { accountsOf, accountsOfPayer, platformFees } from './chart.ts';
import { credit, debit, type Entry, entry, move } from './entry.ts';
import { entriesOfPayout } from './payout-entries.ts';

/** The entries a fact about `payee`'s account makes; none when it moves no money. */
export const entriesOfAccount = (payee: PayeeId, fact: AccountFact): readonly Entry[] => {
  switch (fact.type) {
    case 'EarningRecorded': {
      const { payerId } = fact.data;
      const [gross, fee] = [fenOf(fact.data.gross), fenOf(fact.data.fee)];
      return [
        entry(
          'earning recorded',
          debit(accountsOfPayer(payerId).receivable, plus(gross, fee)),
          credit(accountsOf(payee, payerId).payable, gross),
          credit(platformFees, fee),
        ),
      ];
    }
    case 'EarningReversed': {
      const { payerId, amount, fee } = fact.data;
      return [
        entry(
          'earning reversed',
          debit(accountsOf(payee, payerId).payable, fenOf(amount)),
          debit(platformFees, fenOf(fee)),
          credit(accountsOfPayer(payerId).receivable, plus(fenOf(amount), fenOf(fee))),
        ),
      ];
    }
    case 'HoldPlaced': {
      const { payable, held } = accountsOf(payee, fact.data.payerId);
      return [move('hold placed', payable, held, fact.data.amount)];
    }
    case 'HoldReleased': {
      const { payable, held } = accountsOf(payee, fact.data.payerId);
      return [move('hold released', held, payable, fact.data.amount)];
    }
    case 'AdjustmentPosted': {
      const { payerId } = fact.data;
      const amount = fenOf(fact.data.amount);
      const { adjustments } = accountsOfPayer(payerId);
      const { payable } = accountsOf(payee, payerId);
      return amount >= 0n
        ? [entry('adjustment posted', debit(adjustments, amount), credit(payable, amount))]
        : [
            entry(
              'adjustment posted',
              debit(payable, negated(amount)),
              credit(adjustments, negated(amount)),
            ),
          ];
    }
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'AdjustmentProposed':
      return [];
    default:
      return entriesOfPayout(payee, fact);
  }
};
