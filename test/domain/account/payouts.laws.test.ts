import fc from 'fast-check';
import t from 'tap';
import type { AccountFact } from '../../../domain/account/facts.ts';
import type { Payout } from '../../../domain/account/payout.ts';
import type { PayoutId } from '../../../domain/identifiers.ts';
import { monthOf } from '../../../domain/time.ts';
import { law } from '../../support/law.ts';
import { steps } from '../../support/random-account.ts';
import { life, type Moment } from '../../support/random-account-life.ts';

const always = (holds: (moments: readonly Moment[]) => boolean) =>
  fc.property(steps(60), (list) => holds(life(list)));
const factsOf = (moments: readonly Moment[]): readonly AccountFact[] =>
  moments.flatMap(({ facts }) => facts);

/** The last that was known of every payout there ever was. */
const lastKnown = (moments: readonly Moment[]): ReadonlyMap<PayoutId, Payout> => {
  const known = new Map<PayoutId, Payout>();
  for (const { after } of moments) {
    for (const payout of after.payouts.values()) known.set(payout.payoutId, payout);
  }
  return known;
};

t.test('whatever happens to payouts, over month ends', async (t) => {
  t.test('one that was paid is not paid again before it was sent back', async (t) => {
    const paidOnce = (moments: readonly Moment[]): boolean => {
      const standing = new Set<PayoutId>();
      return factsOf(moments).every(({ type, data }) => {
        if (type === 'PayoutReturned') return standing.delete(data.payoutId);
        if (type !== 'PayoutPaid') return true;
        const isNew = !standing.has(data.payoutId);
        standing.add(data.payoutId);
        return isNew;
      });
    };
    law(t, always(paidOnce), { numRuns: 120 });
  });

  t.test('one that was paid without its request being written down is impossible', async (t) => {
    const asked = (moments: readonly Moment[]): boolean => {
      const known = new Set<PayoutId>();
      return factsOf(moments).every((fact) => {
        if (fact.type === 'WithdrawalRequested')
          for (const { payoutId } of fact.data.payouts) known.add(payoutId);
        if (fact.type === 'StatementPayoutRequested') known.add(fact.data.payoutId);
        if (fact.type === 'PayoutReissued') known.add(fact.data.newPayoutId);
        return fact.type !== 'PayoutPaid' || known.has(fact.data.payoutId);
      });
    };
    law(t, always(asked), { numRuns: 120 });
  });

  t.test('tax and net are the gross, and a payout of it carries no fen more or less', async (t) => {
    const adds = (moments: readonly Moment[]): boolean =>
      [...lastKnown(moments).values()].every(({ gross, tax, net }) => gross === tax + net) &&
      factsOf(moments).every(
        ({ type, data }) =>
          (type !== 'PayoutPaid' && type !== 'PayoutCancelled') ||
          cents(data.gross) === cents(data.net) + cents(data.tax),
      );
    law(t, always(adds), { numRuns: 120 });
  });

  t.test(
    'the tax of a month counts every payment once that is made, under way or returned',
    async (t) => {
      const counts = (moments: readonly Moment[]): boolean => {
        const known = lastKnown(moments);
        const again = Map.groupBy(known.values(), ({ reissueOf }) => reissueOf);
        const isUp = ({ payoutId, state }: Payout): boolean =>
          !['rejected', 'cancelled', 'reissued'].includes(state) ||
          (again.get(payoutId) ?? []).some(isUp);
        const expected = new Map<string, bigint>();
        for (const payout of known.values()) {
          if (payout.reissueOf !== undefined || payout.taxMethod === 'none' || !isUp(payout))
            continue;
          const key = `${payout.payerId} ${monthOf(payout.requestedAt)}`;
          expected.set(key, (expected.get(key) ?? 0n) + payout.gross);
        }
        const histories = moments.at(-1)?.after.tax ?? new Map();
        const found = [...histories].flatMap(([payer, history]) =>
          [...history].map(([month, { gross }]) => [`${payer} ${month}`, gross] as const),
        );
        return (
          found.length === expected.size &&
          found.every(([key, gross]) => expected.get(key) === gross)
        );
      };
      law(t, always(counts), { numRuns: 250 });
    },
  );
});

t.test('the lives these laws are tried on know every kind of fact', async (t) => {
  const seen = new Map<string, number>();
  for (const list of fc.sample(steps(60), 200)) {
    for (const { type } of factsOf(life(list))) seen.set(type, (seen.get(type) ?? 0) + 1);
  }
  for (const type of [
    'PeriodOpened',
    'PeriodClosed',
    'EarningRecorded',
    'EarningReversed',
    'HoldPlaced',
    'HoldReleased',
    'AdjustmentProposed',
    'AdjustmentPosted',
    'WithdrawalRequested',
    'StatementPayoutRequested',
    'PayoutSubmitted',
    'PayoutAccepted',
    'PayoutInDoubt',
    'PayoutPaid',
    'PayoutRejected',
    'PayoutReturned',
    'PayoutReissued',
    'PayoutCancelled',
    'PayoutResolutionProposed',
    'PayoutNewsContradicted',
  ] satisfies readonly AccountFact['type'][]) {
    t.ok((seen.get(type) ?? 0) > 5, `${type} happened ${seen.get(type) ?? 0} times`);
  }
});

const cents = (text: string): bigint => BigInt(text.replace('.', ''));
