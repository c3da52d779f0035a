import fc from 'fast-check';
import t from 'tap';
import { accountDecider } from '../../../domain/account/decider.ts';
import type { AccountFact } from '../../../domain/account/facts.ts';
import type { PayerSums, Sums } from '../../../domain/account/payer-sums.ts';
import type { PayoutState } from '../../../domain/account/payout-state.ts';
import type { Account } from '../../../domain/account/state.ts';
import '../../../domain/account/available.ts';
import { availableOn, maturingAfter } from '../../../domain/account/available.ts';
import { noSums } from '../../../domain/account/payer-sums.ts';
import { entriesOfAccount } from '../../../domain/books/account-entries.ts';
import { accountsOf, accountsOfPayer, providerFees } from '../../../domain/books/chart.ts';
import type { PayerId } from '../../../domain/identifiers.ts';
import { smaller, zero } from '../../../domain/money.ts';
import { addDays, dayOf } from '../../../domain/time.ts';
import { law } from '../../support/law.ts';
import { doctor, hospital, platform } from '../../support/ledger-words.ts';
import { steps } from '../../support/random-account.ts';
import { life, type Moment } from '../../support/random-account-life.ts';

const payers = [hospital, platform];
const numRuns = 150;
const of = (sums: Sums, payer: PayerId): PayerSums => sums.get(payer) ?? noSums;
/** Every law looks at lives of its own. */
const always = (holds: (moments: readonly Moment[]) => boolean, most = 60) =>
  fc.property(steps(most), (list) => holds(life(list)));
const each = (holds: (moment: Moment) => boolean) => always((moments) => moments.every(holds));
const sumsAreSame = (a: Sums, b: Sums): boolean =>
  payers.every((payer) => {
    const [{ maturing: _, ...ours }, { maturing: __, ...theirs }] = [of(a, payer), of(b, payer)];
    return Object.entries(ours).every(([name, value]) => Reflect.get(theirs, name) === value);
  });

/** Facts that may leave a payee owing: money taken back, or paid, after it was given out. */
const mayLeaveDebt = (fact: AccountFact): boolean =>
  fact.type === 'EarningReversed' ||
  fact.type === 'AdjustmentPosted' ||
  (fact.type === 'PayoutPaid' && fact.data.from === 'payable');

t.test('whatever is asked of an account, in whatever order, over month ends', async (t) => {
  t.test('nobody can take more than is free', async (t) => {
    const isCovered = ({ command, before, facts, after }: Moment): boolean => {
      if (facts.some(mayLeaveDebt) || command.type === 'OpenPeriod') return true;
      const today = dayOf(command.now);
      return payers.every((payer) => {
        const free = availableOn(of(before.sums, payer), today);
        return availableOn(of(after.sums, payer), today) >= smaller(free, zero);
      });
    };
    law(t, each(isCovered), { numRuns });
  });

  t.test('nothing but a debt is ever below nothing', async (t) => {
    const isSound = ({ command, after }: Moment): boolean =>
      payers.every((payer) => {
        const { earned, reversed, held, inFlight, inDoubt, returned, withdrawn, taxWithheld } = of(
          after.sums,
          payer,
        );
        const parts = [earned, reversed, held, inFlight, inDoubt, returned, withdrawn, taxWithheld];
        const days = maturingAfter(of(after.sums, payer), dayOf(command.now));
        return (
          parts.every((part) => part >= 0n) &&
          reversed <= earned &&
          days.every(({ amount }) => amount > 0n)
        );
      });
    law(t, each(isSound), { numRuns });
  });

  t.test('what was earned and adjusted is all accounted for', async (t) => {
    const addsUp = ({ after }: Moment): boolean =>
      [...after.sums.values()].every(
        ({ earned, adjusted, payable, held, inFlight, inDoubt, returned, ...out }) =>
          earned + adjusted ===
          payable +
            held +
            inFlight +
            inDoubt +
            returned +
            out.withdrawn +
            out.taxWithheld +
            out.reversed,
      );
    law(t, each(addsUp), { numRuns });
  });

  t.test('the books, which know only entries, say the same as the sums', async (t) => {
    const agree = (moments: readonly Moment[]): boolean => {
      const books = new Map<string, bigint>();
      const balance = (account: string): bigint => books.get(account) ?? 0n;
      return moments.every(({ facts, after }) => {
        for (const { account, side, amount } of facts
          .flatMap((fact) => entriesOfAccount(doctor, fact))
          .flatMap(({ legs }) => legs))
          books.set(account, balance(account) + (side === 'credit' ? amount : -amount));
        const owed = payers.every((payer) => {
          const sums = of(after.sums, payer);
          const ours = accountsOf(doctor, payer);
          const theirs = accountsOfPayer(payer);
          return (
            (['payable', 'held', 'inFlight', 'inDoubt', 'returned'] as const).every(
              (name) => balance(ours[name]) === sums[name],
            ) &&
            balance(theirs.taxWithheld) === sums.taxWithheld &&
            balance(theirs.adjustments) === -sums.adjusted
          );
        });
        const cash = payers.reduce((sum, payer) => sum + balance(accountsOfPayer(payer).cash), 0n);
        const out = payers.reduce((sum, payer) => sum + of(after.sums, payer).withdrawn, 0n);
        const even = [...books.values()].reduce((sum, one) => sum + one, 0n) === 0n;
        return owed && even && cash + balance(providerFees) === out;
      });
    };
    law(t, always(agree), { numRuns });
  });

  t.test('asking the very same again changes nothing', async (t) => {
    const isQuiet = ({ command, after }: Moment): boolean => {
      const again = accountDecider.decide(command, after);
      return !again.ok || again.value.length === 0;
    };
    law(t, each(isQuiet), { numRuns });
  });

  t.test(
    'a refusal leaves no trace, and a decision is what its facts make of the account',
    async (t) => {
      const isPure = ({ decision, before, facts, after }: Moment): boolean =>
        decision.ok
          ? sumsAreSame(facts.reduce(accountDecider.evolve, before).sums, after.sums)
          : before === after;
      law(t, each(isPure), { numRuns });
    },
  );

  t.test(
    'a month end changes no sum, no free money of any later day, and no open matter',
    async (t) => {
      const handsOn = (moments: readonly Moment[]): boolean =>
        moments.every(({ command, before: closed }, at) => {
          const opened = moments[at + 1]?.after;
          if (command.type !== 'ClosePeriod' || opened === undefined) return true;
          const today = dayOf(command.now);
          const free = [0, 1, 5, 31].every((days) =>
            payers.every(
              (payer) =>
                availableOn(of(closed.sums, payer), addDays(today, days)) ===
                availableOn(of(opened.sums, payer), addDays(today, days)),
            ),
          );
          const same = (a: unknown, b: unknown): boolean =>
            JSON.stringify(a, plain) === JSON.stringify(b, plain);
          return (
            free &&
            sumsAreSame(closed.sums, opened.sums) &&
            same(taxOf(closed), taxOf(opened)) &&
            same(openMatters(closed), openMatters(opened))
          );
        });
      law(t, always(handsOn), { numRuns });
    },
  );
});

/** What cannot be forgotten, however long it takes. */
const openMatters = ({ holds, payouts, adjustments }: Account) => [
  [...holds.values()].filter(({ releasedAt }) => releasedAt === undefined),
  [...payouts.values()].filter(({ state }) => !hasEnded.has(state)),
  [...adjustments.values()].filter(({ state }) => state === 'proposed'),
];
const hasEnded = new Set<PayoutState>(['paid', 'rejected', 'reissued', 'cancelled']);

const taxOf = ({ tax }: Account) => [...tax].filter(([, months]) => months.size > 0);

const plain = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Map ? [...value] : value;
};
