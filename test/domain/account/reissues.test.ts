import t from 'tap';
import {
  cancel,
  firstPayout,
  paid,
  reissue,
  rejected,
  secondPayout,
  sentBack,
  submit,
} from '../../support/account-asking.ts';
import {
  account,
  accountAfter,
  carriedOver,
  sumsAfter,
  toldOn,
} from '../../support/account-told.ts';
import {
  amount,
  hospital,
  newCard,
  on,
  payout,
  today,
  withdrawal,
  worth,
} from '../../support/ledger-words.ts';
import { again, reissued, returned, sent } from '../../support/payout-told.ts';

const resent = toldOn(reissued, submit(again));
const earned = { earned: '1000.00' };
const tax = { taxWithheld: '40.00' };
const history = (facts: typeof sent) => accountAfter(facts).tax.get(hospital)?.size ?? 0;

t.test('paying again what was sent back', async (t) => {
  t.test('takes a new number, the net, and no second tax', async (t) => {
    account(t)
      .given(...returned)
      .when(reissue())
      .yields({
        type: 'PayoutReissued',
        data: {
          payoutId: firstPayout,
          payerId: hospital,
          newPayoutId: secondPayout,
          for: { withdrawalId: withdrawal('wdr-1') },
          net: amount('960.00'),
          cardRef: newCard,
          by: 'finance:amy',
          at: today,
        },
      });
    const settled = toldOn(resent, paid(again));
    t.strictSame(worth(sumsAfter(settled)), { ...earned, withdrawn: '960.00', ...tax });
  });

  t.test('is asked once; and never under a number that is taken', async (t) => {
    account(t)
      .given(...reissued)
      .when(reissue())
      .changesNothing();
    account(t)
      .given(...returned)
      .when(reissue({ newPayoutId: firstPayout }))
      .refuses({ code: 'payout-state', payoutId: firstPayout, state: 'returned' });
    account(t)
      .given(...reissued)
      .when(reissue({ newPayoutId: payout('REISSUE2') }))
      .refuses({ code: 'payout-state', payoutId: firstPayout, state: 'reissued' });
  });

  t.test('is only for what came back', async (t) => {
    account(t)
      .given(...toldOn(sent, paid()))
      .when(reissue())
      .refuses({ code: 'payout-state', payoutId: firstPayout, state: 'paid' });
    account(t)
      .given(...toldOn(sent).slice(0, 2))
      .when(reissue())
      .refuses({ code: 'payout-unknown', payoutId: firstPayout });
  });

  t.test('and refused again leaves the money as returned', async (t) => {
    const facts = toldOn(resent, rejected(again));
    t.strictSame(worth(sumsAfter(facts)), { ...earned, returned: '960.00', ...tax });
    const third = { payoutId: secondPayout, newPayoutId: payout('REISSUE2') };
    const paidAtLast = toldOn(facts, reissue(third), paid({ payoutId: payout('REISSUE2') }));
    t.strictSame(worth(sumsAfter(paidAtLast)), { ...earned, withdrawn: '960.00', ...tax });
  });

  t.test('refused, then paid after all, takes the money that waits as returned', async (t) => {
    const facts = toldOn(resent, rejected(again), paid(again));
    t.strictSame(worth(sumsAfter(facts)), { ...earned, withdrawn: '960.00', ...tax });
    t.equal(facts.at(-2)?.type, 'PayoutNewsContradicted');
  });

  t.test(
    'refused, replaced, then paid after all leaves a debt, and somebody is told',
    async (t) => {
      const third = { payoutId: payout('REISSUE2') };
      const replaced = toldOn(
        resent,
        rejected(again),
        reissue({ ...again, newPayoutId: third.payoutId }),
      );
      const twice = toldOn(replaced, paid(again));
      t.equal(twice.at(-2)?.type, 'PayoutNewsContradicted');
      t.strictSame(worth(sumsAfter(twice)), {
        ...earned,
        payable: '-960.00',
        inFlight: '960.00',
        withdrawn: '960.00',
        ...tax,
      });
      // The one too many comes back: cancelling it gives back the net alone, for the other carries the tax.
      const undone = toldOn(twice, paid(third), sentBack(again), cancel(again));
      t.strictSame(worth(sumsAfter(undone)), { ...earned, withdrawn: '960.00', ...tax });
      t.equal(history(undone), 1);
    },
  );

  t.test(
    'refused, replaced, paid after all: cancelling the one too many takes no tax back',
    async (t) => {
      const third = { payoutId: payout('REISSUE2') };
      const replacing = reissue({ ...again, newPayoutId: third.payoutId });
      const facts = toldOn(resent, rejected(again), replacing, paid(again), cancel(third));
      t.strictSame(worth(sumsAfter(facts)), { ...earned, withdrawn: '960.00', ...tax });
      t.equal(history(facts), 1);
    },
  );

  t.test(
    'refused, replaced, that one cancelled, then paid after all withholds the tax again',
    async (t) => {
      const third = { payoutId: payout('REISSUE2') };
      const replacing = reissue({ ...again, newPayoutId: third.payoutId });
      const facts = toldOn(resent, rejected(again), replacing, cancel(third), paid(again));
      t.strictSame(worth(sumsAfter(facts)), { ...earned, withdrawn: '960.00', ...tax });
      t.equal(history(facts), 1);
    },
  );

  t.test('refused, cancelled, then paid after all withholds the tax again', async (t) => {
    const cancelled = toldOn(resent, rejected(again), cancel(again));
    t.strictSame(worth(sumsAfter(cancelled)), { ...earned, payable: '1000.00' });
    t.equal(history(cancelled), 0);
    const facts = toldOn(cancelled, paid(again));
    t.strictSame(worth(sumsAfter(facts)), { ...earned, withdrawn: '960.00', ...tax });
    t.equal(history(facts), 1);
  });

  t.test(
    'refused in one month is still found in the next when it was paid after all',
    async (t) => {
      const now = on('2026-11-09 09:00');
      const third = reissue({ ...again, newPayoutId: payout('REISSUE2') });
      const facts = carriedOver(toldOn(resent, rejected(again), third));
      const late = toldOn(facts, paid({ ...again, now }));
      t.equal(late.at(-2)?.type, 'PayoutNewsContradicted');
      t.equal(sumsAfter(late).payable, -96_000n);
    },
  );
});
