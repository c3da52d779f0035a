import t from 'tap';
import type { AccountFact } from '../../../domain/account/facts.ts';
import {
  cancel,
  inDoubt,
  paid,
  record,
  rejected,
  submit,
  taxedMonthly,
  withdraw,
} from '../../support/account-asking.ts';
import { accountAfter, carriedOver, sumsAfter, told, toldOn } from '../../support/account-told.ts';
import { hospital, on, payout, withdrawal, worth } from '../../support/ledger-words.ts';

/** What was withheld from the last withdrawal of these facts. */
const lastTax = (facts: readonly AccountFact[]): string | undefined => {
  const last = facts.findLast(({ type }) => type === 'WithdrawalRequested');
  return last?.type === 'WithdrawalRequested' ? last.data.payouts[0]?.tax : undefined;
};
const taxes = (facts: readonly AccountFact[]) =>
  [...(accountAfter(facts).tax.get(hospital) ?? [])].map(
    ([month, { gross, withheld }]) => `${month} ${gross} ${withheld}`,
  );
const taxed = { taxMethods: taxedMonthly };
const second = { ...taxed, withdrawalId: withdrawal('wdr-2') };

t.test('tax by the month', async (t) => {
  t.test(
    'counts all of a month together: 40.00 on the first thousand, 200.00 on the second',
    async (t) => {
      const once = told(record('2000.00'), withdraw('1000.00', taxed));
      t.equal(lastTax(once), '40.00');
      t.equal(lastTax(toldOn(once, withdraw('1000.00', second))), '200.00');
    },
  );

  t.test('begins anew with the month of asking, not with that of earning', async (t) => {
    const once = told(record('2000.00'), withdraw('1000.00', taxed));
    const november = carriedOver(once);
    const now = on('2026-11-02 10:00');
    t.equal(lastTax(toldOn(november, withdraw('1000.00', { ...second, now }))), '40.00');
  });

  t.test('forgets what was never paid', async (t) => {
    const refused = told(record('2000.00'), withdraw('1000.00', taxed), submit(), rejected());
    t.strictSame(taxes(refused), []);
    t.equal(lastTax(toldOn(refused, withdraw('1000.00', second))), '40.00');
    const cancelled = told(record('2000.00'), withdraw('1000.00', taxed), cancel());
    t.strictSame(taxes(cancelled), []);
  });

  t.test(
    'is taken back in the month it was asked in, however late the refusal comes',
    async (t) => {
      const now = on('2026-11-09 10:00');
      const doubted = told(record('9000.00'), withdraw('1000.00', taxed), submit(), inDoubt());
      const asked = toldOn(carriedOver(doubted), withdraw('2000.00', { ...second, now }));
      t.strictSame(taxes(asked), ['2026-10 100000 4000', '2026-11 200000 24000']);
      const refused = toldOn(asked, rejected({ now }));
      t.strictSame(taxes(refused), ['2026-11 200000 24000']);
      t.strictSame(worth(sumsAfter(refused)), {
        earned: '9000.00',
        payable: '7000.00',
        inFlight: '2000.00',
      });
    },
  );

  t.test('counts again when the refused payment turns out to have been made', async (t) => {
    const refused = told(record('2000.00'), withdraw('1000.00', taxed), submit(), rejected());
    const paidAfterAll = toldOn(refused, paid());
    t.strictSame(taxes(paidAfterAll), ['2026-10 100000 4000']);
    t.equal(lastTax(toldOn(paidAfterAll, withdraw('1000.00', second))), '200.00');
  });

  t.test('is withheld in the books only once the money is paid', async (t) => {
    const asked = told(record('1000.00'), withdraw('all', taxed));
    t.strictSame(worth(sumsAfter(asked)), { earned: '1000.00', inFlight: '1000.00' });
    const settled = toldOn(asked, submit(), paid({ payoutId: payout('PWDR101') }));
    t.strictSame(worth(sumsAfter(settled)), {
      earned: '1000.00',
      withdrawn: '960.00',
      taxWithheld: '40.00',
    });
  });
});
