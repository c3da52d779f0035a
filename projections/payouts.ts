import type { PayoutState } from '../domain/account/payout-state.ts';
import type { PayeeId } from '../domain/identifiers.ts';
import { amountFromFact, amountText } from '../domain/money.ts';
import type { PayoutRow } from './payout-row.ts';
import { changesOf } from './payout-steps.ts';
import { nothing, type Projection } from './projection.ts';

/** Every payout with its whole life, step by step. */
export const payouts: Projection<PayoutRow> = {
  name: 'payouts',
  version: 3,
  changes: (recorded) => {
    if (recorded.about !== 'account') return nothing;
    const { payee, fact } = recorded;
    switch (fact.type) {
      case 'PeriodOpened':
      case 'PeriodClosed':
      case 'EarningRecorded':
      case 'EarningReversed':
      case 'HoldPlaced':
      case 'HoldReleased':
      case 'AdjustmentProposed':
      case 'AdjustmentPosted':
        return nothing;
      default:
        return changesOf(payee, fact);
    }
  },
  write: ({ gross, tax, net, providerFee, ...row }) =>
    JSON.stringify({
      ...row,
      gross: amountText(gross),
      tax: amountText(tax),
      net: amountText(net),
      ...(providerFee === undefined ? {} : { providerFee: amountText(providerFee) }),
    }),
  read: (json) => {
    const { gross, tax, net, providerFee, ...row } = JSON.parse(json);
    return {
      ...row,
      gross: amountFromFact(gross),
      tax: amountFromFact(tax),
      net: amountFromFact(net),
      ...(providerFee === undefined ? {} : { providerFee: amountFromFact(providerFee) }),
    };
  },
  places: ({ payoutId, state, account, requestedAt }) => {
    const sort = `${requestedAt} ${payoutId}`;
    return [
      { group: payoutGroup({}), sort },
      { group: payoutGroup({ state }), sort },
      { group: payoutGroup({ account }), sort },
      { group: payoutGroup({ account, state }), sort },
    ];
  },
};

type PayoutsOf = {
  readonly state?: PayoutState | undefined;
  readonly account?: PayeeId | undefined;
};

/** The list of an account's payouts, of those in one state, of both, or of all. */
export const payoutGroup = ({ state, account }: PayoutsOf): string =>
  `${account === undefined ? '' : `account ${account} `}${state ?? 'all'}`;
