import type { FactData } from '../account/facts.ts';
import type { PayoutFact } from '../account/payout-facts.ts';
import type { PayeeId } from '../identifiers.ts';
import { amountFromFact as fenOf } from '../money.ts';
import { unreachable } from '../unreachable.ts';
import { accountsOf, accountsOfPayer, providerFees } from './chart.ts';
import { credit, debit, type Entry, entry, move } from './entry.ts';

/** The entries of a payout's life. */
export const entriesOfPayout = (payee: PayeeId, { type, data }: PayoutFact): readonly Entry[] => {
  switch (type) {
    case 'WithdrawalRequested':
      return data.payouts.map(({ payerId, gross }) => {
        const { payable, inFlight } = accountsOf(payee, payerId);
        return move('withdrawal requested', payable, inFlight, gross);
      });
    case 'StatementPayoutRequested': {
      const { payable, inFlight } = accountsOf(payee, data.payerId);
      return [move('statement payout requested', payable, inFlight, data.gross)];
    }
    case 'PayoutAccepted': {
      const { inDoubt, inFlight } = accountsOf(payee, data.payerId);
      return data.from === 'in-doubt'
        ? [move('payout accepted', inDoubt, inFlight, data.gross)]
        : [];
    }
    case 'PayoutInDoubt': {
      const { inDoubt, inFlight } = accountsOf(payee, data.payerId);
      return [move('payout in doubt', inFlight, inDoubt, data.gross)];
    }
    case 'PayoutPaid':
      return entriesOfPayment(payee, data);
    case 'PayoutRejected': {
      const accounts = accountsOf(payee, data.payerId);
      const to = accounts[fieldOf[data.to]];
      return [move('payout rejected', accounts[fieldOf[data.from]], to, data.gross)];
    }
    case 'PayoutReturned': {
      const { returned } = accountsOf(payee, data.payerId);
      return [move('payout returned', accountsOfPayer(data.payerId).cash, returned, data.net)];
    }
    case 'PayoutReissued': {
      const { returned, inFlight } = accountsOf(payee, data.payerId);
      return [move('payout reissued', returned, inFlight, data.net)];
    }
    case 'PayoutCancelled':
      return [entryOfCancelling(payee, data)];
    case 'PayoutWaiting':
    case 'PayoutStopAsked':
    case 'PayoutSubmitted':
    case 'PayoutResolutionProposed':
    case 'PayoutNewsContradicted':
      return [];
    default:
      return unreachable(type);
  }
};

const entriesOfPayment = (payee: PayeeId, data: FactData<'PayoutPaid'>): readonly Entry[] => {
  const { taxWithheld, cash } = accountsOfPayer(data.payerId);
  const from = accountsOf(payee, data.payerId)[fieldOf[data.from]];
  const payment = entry(
    'payout paid',
    debit(from, fenOf(data.gross)),
    credit(taxWithheld, fenOf(data.tax)),
    credit(cash, fenOf(data.net)),
  );
  const fee = move('provider fee', providerFees, cash, data.providerFee);
  return fee.legs.length === 0 ? [payment] : [payment, fee];
};

const entryOfCancelling = (payee: PayeeId, data: FactData<'PayoutCancelled'>): Entry => {
  const accounts = accountsOf(payee, data.payerId);
  return entry(
    'payout cancelled',
    debit(accounts[fieldOf[data.from]], fenOf(data.net)),
    debit(accountsOfPayer(data.payerId).taxWithheld, fenOf(data.tax)),
    credit(accounts[fieldOf[data.to]], fenOf(data.gross)),
  );
};

const fieldOf = {
  'in-flight': 'inFlight',
  'in-doubt': 'inDoubt',
  payable: 'payable',
  returned: 'returned',
} as const;
