import t from 'tap';
import {
  accepted,
  firstPayout,
  inDoubt,
  paid,
  rejected,
  sentBack,
  submit,
} from '../../support/account-asking.ts';
import { account, sumsAfter, toldOn } from '../../support/account-told.ts';
import { amount, hospital, on, opened, today, worth, yuan } from '../../support/ledger-words.ts';
import { asked, doubted, sent } from '../../support/payout-told.ts';

const money = { payoutId: firstPayout, payerId: hospital, gross: amount('1000.00') };
const taxedMoney = { tax: amount('40.00'), net: amount('960.00') };
const unknown = { code: 'payout-unknown', payoutId: firstPayout } as const;

const paidFact = {
  type: 'PayoutPaid',
  data: {
    ...money,
    from: 'in-flight',
    ...taxedMoney,
    providerFee: amount('0.00'),
    paidAt: on('2026-10-20 10:05'),
    evidence: 'query',
    at: today,
  },
} as const;
const rejectedFact = {
  type: 'PayoutRejected',
  data: {
    ...money,
    from: 'in-flight',
    to: 'payable',
    reason: 'name-mismatch',
    providerCode: 'NAME_WRONG',
    evidence: 'query',
    at: today,
  },
} as const;

t.test('sending a payout', async (t) => {
  t.test('is written down before it is done, once', async (t) => {
    account(t)
      .given(...asked)
      .when(submit())
      .yields({ type: 'PayoutSubmitted', data: { payoutId: firstPayout, at: today } });
    account(t)
      .given(...sent)
      .when(submit())
      .changesNothing();
  });

  t.test('is not begun anew once more is known', async (t) => {
    account(t)
      .given(...toldOn(sent, accepted()))
      .when(submit())
      .refuses({ code: 'payout-state', payoutId: firstPayout, state: 'accepted' });
    account(t)
      .given(...doubted)
      .when(submit())
      .refuses({ code: 'payout-state', payoutId: firstPayout, state: 'in-doubt' });
  });
});

t.test('a payout that nobody requested is unknown, whatever is said about it', async (t) => {
  for (const news of [submit(), accepted(), inDoubt(), paid(), rejected(), sentBack()]) {
    account(t).given(opened()).when(news).refuses(unknown);
  }
});

t.test('accepted', async (t) => {
  t.test('says that the provider has the order, and moves nothing', async (t) => {
    account(t)
      .given(...sent)
      .when(accepted())
      .yields({
        type: 'PayoutAccepted',
        data: { ...money, from: 'in-flight', orderNo: 'order-1', at: today },
      });
  });

  t.test('ends a doubt', async (t) => {
    const facts = toldOn(doubted, accepted());
    t.strictSame(worth(sumsAfter(doubted)), { earned: '1000.00', inDoubt: '1000.00' });
    t.strictSame(worth(sumsAfter(facts)), { earned: '1000.00', inFlight: '1000.00' });
  });

  t.test('twice, or after the end, is no news', async (t) => {
    for (const before of [
      toldOn(sent, accepted()),
      toldOn(sent, paid()),
      toldOn(sent, rejected()),
    ]) {
      account(t)
        .given(...before)
        .when(accepted())
        .changesNothing();
    }
  });
});

t.test('a doubt', async (t) => {
  t.test('keeps the money reserved: it can be neither spent nor released', async (t) => {
    account(t)
      .given(...sent)
      .when(inDoubt())
      .yields({ type: 'PayoutInDoubt', data: { ...money, reason: 'timeout', at: today } });
  });

  t.test('twice, or after the end, is no news', async (t) => {
    for (const before of [doubted, toldOn(sent, paid()), toldOn(sent, rejected())]) {
      account(t)
        .given(...before)
        .when(inDoubt())
        .changesNothing();
    }
  });
});

t.test('paid', async (t) => {
  t.test('settles the payout and withholds the tax', async (t) => {
    account(t)
      .given(...sent)
      .when(paid())
      .yields(paidFact);
    t.strictSame(worth(sumsAfter(toldOn(sent, paid()))), {
      earned: '1000.00',
      withdrawn: '960.00',
      taxWithheld: '40.00',
    });
  });

  t.test('settles a doubt from where the money lies', async (t) => {
    account(t)
      .given(...doubted)
      .when(paid({ providerFee: yuan('0.50') }))
      .yields({
        type: 'PayoutPaid',
        data: { ...paidFact.data, from: 'in-doubt', providerFee: amount('0.50') },
      });
  });

  t.test('twice is no news', async (t) => {
    account(t)
      .given(...toldOn(sent, paid()))
      .when(paid())
      .changesNothing();
  });

  t.test('after the bank sent it back is old news', async (t) => {
    account(t)
      .given(...toldOn(sent, paid(), sentBack()))
      .when(paid())
      .changesNothing();
  });
});

t.test('rejected', async (t) => {
  t.test('gives the whole amount back, tax included', async (t) => {
    account(t)
      .given(...sent)
      .when(rejected())
      .yields(rejectedFact);
    t.strictSame(worth(sumsAfter(toldOn(sent, rejected()))), {
      earned: '1000.00',
      payable: '1000.00',
    });
  });

  t.test('ends a doubt from where the money lies', async (t) => {
    account(t)
      .given(...doubted)
      .when(rejected())
      .yields({ type: 'PayoutRejected', data: { ...rejectedFact.data, from: 'in-doubt' } });
  });

  t.test('twice is no news', async (t) => {
    account(t)
      .given(...toldOn(sent, rejected()))
      .when(rejected())
      .changesNothing();
  });
});
