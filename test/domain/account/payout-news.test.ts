import t from 'tap';
import { accountDecider } from '../../../domain/account/decider.ts';
import type { WaitingReason } from '../../../domain/account/payout-state.ts';
import {
  accepted,
  firstPayout,
  inDoubt,
  paid,
  rejected,
  sentBack,
  waiting,
  withdraw,
} from '../../support/account-asking.ts';
import { account, sumsAfter, toldOn } from '../../support/account-told.ts';
import { stateAfter } from '../../support/decider-spec.ts';
import { amount, hospital, on, today, worth } from '../../support/ledger-words.ts';
import { doubted, sent } from '../../support/payout-told.ts';

const paidFact = {
  type: 'PayoutPaid',
  data: {
    payoutId: firstPayout,
    payerId: hospital,
    gross: amount('1000.00'),
    from: 'payable',
    tax: amount('40.00'),
    net: amount('960.00'),
    providerFee: amount('0.00'),
    paidAt: on('2026-10-20 10:05'),
    evidence: 'query',
    at: today,
  },
} as const;

t.test('a payout that waits to be sent', async (t) => {
  const waitingFor = (reason: WaitingReason, at = today) =>
    ({ type: 'PayoutWaiting', data: { payoutId: firstPayout, reason, at } }) as const;

  t.test('says why, once for each reason, and again every six hours', async (t) => {
    const short = waiting('payer-short-of-funds');
    account(t)
      .given(...sent)
      .when(short)
      .yields(waitingFor('payer-short-of-funds'));
    const facts = toldOn(sent, short);
    account(t)
      .given(...facts)
      .when({ ...short, now: on('2026-10-20 15:59') })
      .changesNothing();
    const later = on('2026-10-20 16:00');
    account(t)
      .given(...facts)
      .when({ ...short, now: later })
      .yields(waitingFor('payer-short-of-funds', later));
    account(t)
      .given(...facts)
      .when(waiting('payer-frozen'))
      .yields(waitingFor('payer-frozen'));
  });

  t.test('waits no more once anything is known of it', async (t) => {
    for (const news of [accepted(), inDoubt(), paid(), rejected()]) {
      const after = stateAfter(accountDecider, toldOn(sent, waiting('payer-short-of-funds'), news));
      t.equal(after.payouts.get(firstPayout)?.waiting, undefined, news.type);
    }
    account(t)
      .given(...doubted)
      .when(waiting('payer-frozen'))
      .changesNothing();
  });
});

t.test('news that contradicts what was believed', async (t) => {
  const contradicted = (state: 'paid' | 'rejected' | 'returned', news: string) =>
    ({
      type: 'PayoutNewsContradicted',
      data: { payoutId: firstPayout, state, news, at: today },
    }) as const;

  t.test('paid after rejected is believed, and somebody is told', async (t) => {
    account(t)
      .given(...toldOn(sent, rejected()))
      .when(paid())
      .yields(contradicted('rejected', 'paid'), paidFact);
  });

  t.test('paid after rejected leaves a debt where the money was withdrawn again', async (t) => {
    const again = { withdrawalId: 'wdr-2' as never };
    const facts = toldOn(sent, rejected(), withdraw('all', again), paid());
    t.strictSame(worth(sumsAfter(facts)), {
      earned: '1000.00',
      payable: '-1000.00',
      inFlight: '1000.00',
      withdrawn: '960.00',
      taxWithheld: '40.00',
    });
  });

  t.test('rejected after paid changes no sum, and is told once', async (t) => {
    const facts = toldOn(sent, paid());
    account(t)
      .given(...facts)
      .when(rejected())
      .yields(contradicted('paid', 'rejected'));
    account(t)
      .given(...toldOn(facts, rejected()))
      .when(rejected())
      .changesNothing();
  });

  t.test('each contradiction is told, also the one that follows another', async (t) => {
    account(t)
      .given(...toldOn(sent, rejected(), paid()))
      .when(rejected())
      .yields(contradicted('paid', 'rejected'));
    account(t)
      .given(...toldOn(sent, paid(), sentBack()))
      .when(rejected())
      .yields(contradicted('returned', 'rejected'));
  });
});
