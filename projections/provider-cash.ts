import type { PayerId } from '../domain/identifiers.ts';
import type { RecordedFact } from '../domain/ledger-fact.ts';
import { amountFromFact, amountText, type Fen, negated, plus, zero } from '../domain/money.ts';
import { type Day, dayOf } from '../domain/time.ts';
import { type Change, nothing, type Projection } from './projection.ts';

/** How one day changed what a payer has at the provider. */
export type CashDayRow = { readonly payerId: PayerId; readonly day: Day; readonly change: Fen };

/**
 * Our cash account at the provider by the days on which money moved there, not by those on which we
 * wrote it down: only so can it be held against the provider's balance at the end of a day.
 */
export const providerCash: Projection<CashDayRow> = {
  name: 'provider-cash',
  version: 1,
  changes: (recorded) =>
    movements(recorded).map(
      ({ payerId, day, change }): Change<CashDayRow> => ({
        key: cashKey(payerId, day),
        update: (row) => ({ payerId, day, change: plus(row?.change ?? zero, change) }),
      }),
    ),
  write: ({ payerId, day, change }) => JSON.stringify([payerId, day, amountText(change)]),
  read: (json) => {
    const [payerId, day, change] = JSON.parse(json);
    return { payerId, day, change: amountFromFact(change) };
  },
  places: ({ payerId, day }) => [{ group: payerId, sort: day }],
};

export const cashKey = (payer: PayerId, day: Day): string => `${payer} ${day}`;

const movements = (recorded: RecordedFact): readonly CashDayRow[] => {
  switch (recorded.about) {
    case 'payer': {
      const { type, data } = recorded.fact;
      if (type !== 'FundingReceived') return nothing;
      const { payerId, amount, receivedAt } = data;
      return [{ payerId, day: dayOf(receivedAt), change: amountFromFact(amount) }];
    }
    case 'account':
      return ofPayout(recorded.fact);
    case 'reconciliation': {
      const { type, data } = recorded.fact;
      if (type !== 'BreakResolved' || data.entry === undefined) return nothing;
      const { debit, credit, payerId, amount, on } = data.entry;
      const change = amountFromFact(amount);
      if (debit === 'cash') return [{ payerId, day: on, change }];
      return credit === 'cash' ? [{ payerId, day: on, change: negated(change) }] : nothing;
    }
    default:
      return nothing;
  }
};

type AccountRecorded = Extract<RecordedFact, { readonly about: 'account' }>;

const ofPayout = ({ type, data }: AccountRecorded['fact']): readonly CashDayRow[] => {
  if (type === 'PayoutPaid') {
    const { payerId, net, providerFee, paidAt } = data;
    const out = plus(amountFromFact(net), amountFromFact(providerFee));
    return [{ payerId, day: dayOf(paidAt), change: negated(out) }];
  }
  if (type !== 'PayoutReturned') return nothing;
  const { payerId, net, returnedAt } = data;
  return [{ payerId, day: dayOf(returnedAt), change: amountFromFact(net) }];
};
