import type { AccountFact, FactData } from './facts.ts';
import type { Payout } from './payout.ts';
import type { PayoutState } from './payout-state.ts';

/** What was believed and what was said instead, so that the same news is told once. */
export const newsOf = (state: PayoutState, news: string): string => `${state}, then ${news}`;

/** That later news contradicts what was believed, so that somebody looks; the same news is told once. */
export const contradiction = (
  payout: Payout,
  news: string,
  now: FactData<'PayoutNewsContradicted'>['at'],
): readonly AccountFact[] =>
  payout.contradicted === newsOf(payout.state, news)
    ? []
    : [
        {
          type: 'PayoutNewsContradicted',
          data: { payoutId: payout.payoutId, state: payout.state, news, at: now },
        },
      ];
