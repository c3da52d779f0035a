import t from 'tap';
import {
  cancel,
  firstPayout,
  paid,
  record,
  reissue,
  rejected,
  secondPayout,
  sentBack,
  submit,
  withdraw,
} from '../../support/account-asking.ts';
import {
  account,
  accountAfter,
  carriedOver,
  sumsAfter,
  told,
  toldOn,
} from '../../support/account-told.ts';
import {
  amount,
  hospital,
  month,
  newCard,
  on,
  payout,
  today,
  withdrawal,
  worth,
} from '../../support/ledger-words.ts';
import { again, reissued, returned, sent } from '../../support/payout-told.ts';

const earned = { earned: '1000.00' };
const tax = { taxWithheld: '40.00' };
const history = (facts: typeof sent) => accountAfter(facts).tax.get(hospital)?.size ?? 0;

const returnedFact = {
  type: 'PayoutReturned',
  data: {
    payoutId: firstPayout,
    payerId: hospital,
    net: amount('960.00'),
    reason: 'returned-by-bank',
    returnedAt: on('2026-10-23 16:00'),
    evidence: 'query',
    at: today,
  },
} as const;

t.test('a payment that the bank sends back', async (t) => {
  t.test('waits as returned; its tax stays withheld', async (t) => {
    account(t)
      .given(...toldOn(sent, paid()))
      .when(sentBack())
      .yields(returnedFact);
    t.strictSame(worth(sumsAfter(returned)), { ...earned, returned: '960.00', ...tax });
  });

  t.test('may be the first that is heard of the payment', async (t) => {
    t.strictSame(
      toldOn(sent, sentBack())
        .slice(-2)
        .map(({ type }) => type),
      ['PayoutPaid', 'PayoutReturned'],
    );
    t.strictSame(sumsAfter(toldOn(sent, sentBack())), sumsAfter(returned));
  });

  t.test('is sent back once', async (t) => {
    account(t)
      .given(...returned)
      .when(sentBack())
      .changesNothing();
    account(t)
      .given(...reissued)
      .when(sentBack())
      .changesNothing();
  });

  t.test('is found in a later month, too', async (t) => {
    const now = on('2026-12-09 09:00');
    const december = carriedOver(carriedOver(toldOn(sent, paid())), '2026-12');
    account(t)
      .given(...december)
      .when(sentBack({ now }))
      .yields({ type: 'PayoutReturned', data: { ...returnedFact.data, at: now } });
  });
});

t.test('cancelling a payout', async (t) => {
  const cancelled = {
    payoutId: firstPayout,
    payerId: hospital,
    reason: 'asked by the doctor',
    by: 'finance:amy',
    at: today,
  };
  const whole = { gross: amount('1000.00'), tax: amount('40.00'), net: amount('960.00') };

  t.test('before it is sent gives the whole amount back', async (t) => {
    account(t)
      .given(...sent.slice(0, -1))
      .when(cancel())
      .yields({
        type: 'PayoutCancelled',
        data: {
          ...cancelled,
          from: 'in-flight',
          to: 'payable',
          gross: amount('1000.00'),
          tax: amount('0.00'),
          net: amount('1000.00'),
        },
      });
  });

  t.test('is too late once it is sent', async (t) => {
    for (const [facts, state] of [
      [sent, 'submitted'],
      [toldOn(sent, paid()), 'paid'],
      [toldOn(sent, rejected()), 'rejected'],
      [reissued, 'reissued'],
    ] as const) {
      account(t)
        .given(...facts)
        .when(cancel())
        .refuses({ code: 'payout-state', payoutId: firstPayout, state });
    }
    account(t)
      .given(...sent.slice(0, 1))
      .when(cancel())
      .refuses({ code: 'payout-unknown', payoutId: firstPayout });
  });

  t.test(
    'after the bank sent it back takes the tax back until the 15th, when it is declared',
    async (t) => {
      const november = carriedOver(returned);
      const [inTime, late] = [on('2026-11-15 23:59:59'), on('2026-11-16 00:00')];
      account(t)
        .given(...november)
        .when(cancel({ now: inTime }))
        .yields({
          type: 'PayoutCancelled',
          data: { ...cancelled, ...whole, from: 'returned', to: 'payable', at: inTime },
        });
      account(t)
        .given(...november)
        .when(cancel({ now: late }))
        .refuses({ code: 'month-declared', month: month('2026-10') });
    },
  );

  t.test('of untaxed money is possible at any time', async (t) => {
    const untaxed = told(record('1000.00'), withdraw('all'), submit(), paid(), sentBack());
    const facts = toldOn(carriedOver(untaxed), cancel({ now: on('2026-11-30 09:00') }));
    t.strictSame(worth(sumsAfter(facts)), { ...earned, payable: '1000.00' });
  });

  t.test('twice is cancelling once', async (t) => {
    account(t)
      .given(...toldOn(returned, cancel()))
      .when(cancel())
      .changesNothing();
    account(t)
      .given(...toldOn(sent.slice(0, -1), cancel()))
      .when(cancel())
      .changesNothing();
    account(t)
      .given(...toldOn(reissued, cancel(again)))
      .when(cancel(again))
      .changesNothing();
  });

  t.test('before it is sent again takes the return back with it, and its tax', async (t) => {
    account(t)
      .given(...reissued)
      .when(cancel(again))
      .yields({
        type: 'PayoutCancelled',
        data: { ...cancelled, ...again, ...whole, from: 'in-flight', to: 'payable' },
      });
    const facts = toldOn(reissued, cancel(again));
    t.strictSame(worth(sumsAfter(facts)), { ...earned, payable: '1000.00' });
    t.equal(history(facts), 0);
  });

  t.test('before it is sent again, its tax declared, leaves the net as returned', async (t) => {
    const now = on('2026-11-16 00:00');
    const facts = toldOn(carriedOver(returned), reissue({ now }), cancel({ ...again, now }));
    t.strictSame(worth(sumsAfter(facts)), { ...earned, returned: '960.00', ...tax });
    account(t)
      .given(...facts)
      .when(cancel({ ...again, now }))
      .refuses({ code: 'month-declared', month: month('2026-10') });
    account(t)
      .given(...facts)
      .when(reissue({ ...again, newPayoutId: payout('REISSUE2'), now }))
      .yields({
        type: 'PayoutReissued',
        data: {
          payoutId: secondPayout,
          payerId: hospital,
          newPayoutId: payout('REISSUE2'),
          for: { withdrawalId: withdrawal('wdr-1') },
          net: amount('960.00'),
          cardRef: newCard,
          by: 'finance:amy',
          at: now,
        },
      });
  });
});
