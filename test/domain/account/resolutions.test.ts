import t from 'tap';
import {
  accepted,
  askToStop,
  firstPayout,
  inDoubt,
  rejected,
  resolve,
} from '../../support/account-asking.ts';
import { account, carriedOver, sumsAfter, toldOn } from '../../support/account-told.ts';
import { amount, hospital, on, opened, today, worth } from '../../support/ledger-words.ts';
import { doubted, sent } from '../../support/payout-told.ts';

const proposed = toldOn(doubted, resolve());
const ben = { by: 'finance:ben' };

t.test('a doubt that no evidence ends', async (t) => {
  t.test('is not settled by one person', async (t) => {
    account(t)
      .given(...doubted)
      .when(resolve())
      .yields({
        type: 'PayoutResolutionProposed',
        data: {
          payoutId: firstPayout,
          outcome: 'paid',
          note: 'seen on the bank statement',
          by: 'finance:amy',
          at: today,
        },
      });
    t.strictSame(sumsAfter(proposed), sumsAfter(doubted));
    account(t)
      .given(...proposed)
      .when(resolve())
      .refuses({ code: 'needs-second-person', first: 'finance:amy' });
  });

  t.test('is settled as paid by two', async (t) => {
    account(t)
      .given(...proposed)
      .when(resolve(ben))
      .yields({
        type: 'PayoutPaid',
        data: {
          payoutId: firstPayout,
          payerId: hospital,
          gross: amount('1000.00'),
          from: 'in-doubt',
          tax: amount('40.00'),
          net: amount('960.00'),
          providerFee: amount('0.00'),
          paidAt: today,
          evidence: 'two-people',
          at: today,
        },
      });
  });

  t.test('is settled as rejected by two', async (t) => {
    const outcome = 'rejected' as const;
    const facts = toldOn(doubted, resolve({ outcome }), resolve({ outcome, ...ben }));
    t.strictSame(worth(sumsAfter(facts)), { earned: '1000.00', payable: '1000.00' });
  });

  t.test('is not settled by two who say different things', async (t) => {
    account(t)
      .given(...proposed)
      .when(resolve({ outcome: 'rejected', ...ben }))
      .refuses({ code: 'resolution-differs', proposed: 'paid' });
  });

  t.test('waits for the second person over a month end', async (t) => {
    const now = on('2026-11-02 09:00');
    const facts = toldOn(carriedOver(proposed), resolve({ ...ben, now }));
    t.equal(facts.at(-1)?.type, 'PayoutPaid');
  });

  t.test('ended by the provider’s word needs two people anew when it comes back', async (t) => {
    const again = toldOn(proposed, accepted(), inDoubt());
    account(t)
      .given(...again)
      .when(resolve(ben))
      .yields({
        type: 'PayoutResolutionProposed',
        data: {
          payoutId: firstPayout,
          outcome: 'paid',
          note: 'seen on the bank statement',
          by: 'finance:ben',
          at: today,
        },
      });
  });
});

t.test('nothing but a doubt is resolved by people', async (t) => {
  account(t)
    .given(...sent)
    .when(resolve())
    .refuses({ code: 'payout-state', payoutId: firstPayout, state: 'submitted' });
  account(t)
    .given(...toldOn(proposed, resolve(ben)))
    .when(resolve(ben))
    .refuses({ code: 'payout-state', payoutId: firstPayout, state: 'paid' });
  account(t)
    .given(opened())
    .when(resolve())
    .refuses({ code: 'payout-unknown', payoutId: firstPayout });
});

t.test('asking for a payout to be stopped', async (t) => {
  const asked = {
    type: 'PayoutStopAsked',
    data: { payoutId: firstPayout, reason: 'asked by the doctor', by: 'finance:amy', at: today },
  } as const;

  t.test('is written down once, wherever it may be, and moves no money', async (t) => {
    for (const facts of [sent, toldOn(sent, accepted()), doubted]) {
      account(t)
        .given(...facts)
        .when(askToStop())
        .yields(asked);
      const stopping = toldOn(facts, askToStop());
      account(t)
        .given(...stopping)
        .when(askToStop(ben))
        .changesNothing();
      t.strictSame(sumsAfter(stopping), sumsAfter(facts));
    }
    account(t)
      .given(...carriedOver(toldOn(sent, askToStop())))
      .when(askToStop({ now: on('2026-11-02') }))
      .changesNothing();
  });

  t.test('is for what is on its way only', async (t) => {
    for (const [facts, state] of [
      [sent.slice(0, -1), 'requested'],
      [toldOn(sent, rejected()), 'rejected'],
    ] as const)
      account(t)
        .given(...facts)
        .when(askToStop())
        .refuses({ code: 'payout-state', payoutId: firstPayout, state });
    const payoutId = firstPayout;
    account(t)
      .given(...sent.slice(0, 1))
      .when(askToStop())
      .refuses({ code: 'payout-unknown', payoutId });
  });
});
