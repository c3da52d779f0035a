import { type Broken, type Watcher, yuan } from './checking.ts';

export type SaidOnce = Watcher & {
  /** What is in the log, by `kind account id`: the amount it says. */
  readonly said: ReadonlyMap<string, bigint | 'all'>;
};

/** Whatever carries an id of its caller's is in the log once. */
export const watchIds = (broken: Broken): SaidOnce => {
  const said = new Map<string, bigint | 'all'>();
  const note = (what: string, amount: bigint | 'all'): void => {
    if (said.has(what)) broken('said twice is once', `${what} is in the log twice`);
    said.set(what, amount);
  };
  return {
    said,
    see: (recorded) => {
      if (recorded.about === 'payer' && recorded.fact.type === 'FundingReceived')
        note(`funding ${recorded.fact.data.fundingId}`, yuan(recorded.fact.data.amount));
      if (recorded.about !== 'account') return;
      const { payee, fact } = recorded;
      switch (fact.type) {
        case 'WithdrawalRequested': {
          const { asked, withdrawalId } = fact.data;
          return note(`withdrawal ${payee} ${withdrawalId}`, asked === 'all' ? 'all' : yuan(asked));
        }
        case 'EarningReversed': {
          const { performedBy = payee, reversalId, amount } = fact.data;
          return note(`reversal ${performedBy} ${reversalId}`, yuan(amount));
        }
        case 'HoldPlaced':
          return note(`hold ${payee} ${fact.data.holdId}`, yuan(fact.data.amount));
        case 'AdjustmentPosted':
          return note(`adjustment ${payee} ${fact.data.adjustmentId}`, yuan(fact.data.amount));
        default:
          return;
      }
    },
  };
};
