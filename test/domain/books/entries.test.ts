import t from 'tap';
import type { AccountFact } from '../../../domain/account/facts.ts';
import { entriesOfAccount } from '../../../domain/books/account-entries.ts';
import { credit, debit, type Entry, entry } from '../../../domain/books/entry.ts';
import { entriesOfPayer } from '../../../domain/books/payer-entries.ts';
import type { PayeeId, PayerId } from '../../../domain/identifiers.ts';
import { amountText, negated, total } from '../../../domain/money.ts';
import {
  accepted,
  approve,
  cancel,
  close,
  inDoubt,
  paid,
  placeHold,
  propose,
  record,
  reissue,
  rejected,
  releaseHold,
  resolve,
  reverse,
  secondPayout,
  sentBack,
  submit,
  taxedMonthly,
  withdraw,
} from '../../support/account-asking.ts';
import { told, toldOn } from '../../support/account-told.ts';
import {
  amount,
  doctor,
  earned,
  earningId,
  hospital,
  on,
  opened,
  organization,
  platform,
  reference,
  today,
  yuan,
} from '../../support/ledger-words.ts';

const short = (account: string): string =>
  account
    .replace(':doc-lin:hospital', '')
    .replace(':provider:hospital', '')
    .replace(':hospital', '');

/** `D 1000.00 payable` a line, as an accountant would write it into a journal. */
const lines = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap(({ legs }) =>
    legs.map(
      ({ side, amount: sum, account }) =>
        `${side === 'debit' ? 'D' : 'C'} ${amountText(sum).padStart(8)} ${short(account)}`,
    ),
  );
const made = (facts: readonly AccountFact[]): readonly string[] => {
  const fact = facts.at(-1);
  return fact === undefined ? [] : lines(entriesOfAccount(doctor, fact));
};

const worked = told(record('1000.00', { fee: yuan('50.00') }));
const asked = toldOn(worked, withdraw('1000.00', { taxMethods: taxedMonthly }));
const sent = toldOn(asked, submit());
const doubted = toldOn(sent, inDoubt());
const returned = toldOn(sent, paid(), sentBack());
const again = { payoutId: secondPayout };
const resent = toldOn(returned, reissue(), submit(again));
const declared = { now: on('2026-11-16 00:00') };

const table: readonly (readonly [string, readonly AccountFact[], readonly string[]])[] = [
  [
    'an earning with the platform’s fee',
    worked,
    ['D  1050.00 receivable', 'C  1000.00 payable', 'C    50.00 fees:platform'],
  ],
  [
    'a reversal of a fifth of it',
    toldOn(worked, reverse('200.00')),
    ['D   200.00 payable', 'D    10.00 fees:platform', 'C   210.00 receivable'],
  ],
  ['a hold', toldOn(worked, placeHold('70.00')), ['D    70.00 payable', 'C    70.00 held']],
  [
    'its release',
    toldOn(worked, placeHold('70.00'), releaseHold()),
    ['D    70.00 held', 'C    70.00 payable'],
  ],
  ['a withdrawal', asked, ['D  1000.00 payable', 'C  1000.00 in-flight']],
  ['a doubt', doubted, ['D  1000.00 in-flight', 'C  1000.00 in-doubt']],
  [
    'an acceptance that ends a doubt',
    toldOn(doubted, accepted()),
    ['D  1000.00 in-doubt', 'C  1000.00 in-flight'],
  ],
  [
    'a payment after tax, and the provider’s fee',
    toldOn(sent, paid({ providerFee: yuan('0.80') })),
    [
      'D  1000.00 in-flight',
      'C    40.00 tax-withheld',
      'C   960.00 cash',
      'D     0.80 fees:provider',
      'C     0.80 cash',
    ],
  ],
  [
    'a payment that was in doubt',
    toldOn(doubted, paid()),
    ['D  1000.00 in-doubt', 'C    40.00 tax-withheld', 'C   960.00 cash'],
  ],
  [
    'a payment that we had been told was refused',
    toldOn(sent, rejected(), paid()),
    ['D  1000.00 payable', 'C    40.00 tax-withheld', 'C   960.00 cash'],
  ],
  ['a refusal', toldOn(sent, rejected()), ['D  1000.00 in-flight', 'C  1000.00 payable']],
  [
    'a refusal of what was in doubt',
    toldOn(doubted, rejected()),
    ['D  1000.00 in-doubt', 'C  1000.00 payable'],
  ],
  ['a return by the bank', returned, ['D   960.00 cash', 'C   960.00 returned']],
  ['paying again', toldOn(returned, reissue()), ['D   960.00 returned', 'C   960.00 in-flight']],
  [
    'paid again: no second tax',
    toldOn(resent, paid(again)),
    ['D   960.00 in-flight', 'C   960.00 cash'],
  ],
  [
    'refused when paying again',
    toldOn(resent, rejected(again)),
    ['D   960.00 in-flight', 'C   960.00 returned'],
  ],
  [
    'paid again after that was refused',
    toldOn(resent, rejected(again), paid(again)),
    ['D   960.00 returned', 'C   960.00 cash'],
  ],
  [
    'cancelled before it was sent',
    toldOn(asked, cancel()),
    ['D  1000.00 in-flight', 'C  1000.00 payable'],
  ],
  [
    'cancelled after the return, before the month is declared',
    toldOn(returned, cancel()),
    ['D   960.00 returned', 'D    40.00 tax-withheld', 'C  1000.00 payable'],
  ],
  [
    'cancelled before it was sent again',
    toldOn(returned, reissue(), cancel(again)),
    ['D   960.00 in-flight', 'D    40.00 tax-withheld', 'C  1000.00 payable'],
  ],
  [
    'cancelled before it was sent again, the month declared',
    toldOn(returned, reissue(), cancel({ ...again, ...declared })),
    ['D   960.00 in-flight', 'C   960.00 returned'],
  ],
  [
    'an adjustment upwards',
    toldOn(worked, propose('12.00'), approve()),
    ['D    12.00 adjustments', 'C    12.00 payable'],
  ],
  [
    'an adjustment downwards',
    toldOn(worked, propose('-12.00'), approve()),
    ['D    12.00 payable', 'C    12.00 adjustments'],
  ],
  ['a proposal', toldOn(worked, propose('12.00')), []],
  ['sending', sent, []],
  ['an acceptance', toldOn(sent, accepted()), []],
  ['one person’s word about a doubt', toldOn(doubted, resolve()), []],
  ['a refusal after the payment', toldOn(sent, paid(), rejected()), []],
  ['the end of a month', toldOn(worked, close()), []],
  ['the beginning of a month', [opened()], []],
];

t.test('the entry of', async (t) => {
  for (const [what, facts, journal] of table) {
    t.strictSame(made(facts), journal, what);
  }

  t.test('a withdrawal over two payers is one for each', async (t) => {
    const second = { earningId: earningId('ern-2'), payerId: platform };
    const facts = told(record('300.00'), record('500.00', second), withdraw('all'));
    t.strictSame(made(facts), [
      'D   500.00 payable:doc-lin:platform',
      'C   500.00 in-flight:doc-lin:platform',
      'D   300.00 payable',
      'C   300.00 in-flight',
    ]);
  });

  t.test('a statement’s payout', async (t) => {
    const data = {
      statementId: reference('stm-1'),
      payoutId: secondPayout,
      payerId: hospital,
      gross: amount('500.00'),
      cardRef: 'card-9' as never,
      at: today,
    };
    t.strictSame(
      lines(entriesOfAccount(organization, { type: 'StatementPayoutRequested', data })),
      ['D   500.00 payable:org-lotus', 'C   500.00 in-flight:org-lotus'],
    );
  });

  t.test('a funding, and of nothing else about a payer', async (t) => {
    const about = { payerId: hospital, at: today };
    const received = { ...about, fundingId: reference('f'), amount: amount('9.00') };
    t.strictSame(
      lines(entriesOfPayer({ type: 'FundingReceived', data: { ...received, receivedAt: today } })),
      ['D     9.00 cash', 'C     9.00 receivable'],
    );
    t.strictSame(entriesOfPayer({ type: 'PayerUnfrozen', data: { ...about, by: 'amy' } }), []);
  });
});

t.test('the books', async (t) => {
  t.test('keep apart ids that hold the sign which parts the levels of a name', async (t) => {
    const odd = earned('1.00', { from: 'a:b' as PayerId });
    const [of] = entriesOfAccount('c:d' as PayeeId, odd);
    t.strictSame(
      of?.legs.map(({ account }) => account),
      ['receivable:a%3Ab', 'payable:c%3Ad:a%3Ab'],
    );
  });

  t.test('take no entry that does not balance', async (t) => {
    t.throws(() => entry('wrong', debit('a', yuan('1.00')), credit('b', yuan('1.01'))));
  });

  t.test('of a whole life come out even', async (t) => {
    const facts = [...toldOn(resent, paid(again), close())];
    const legs = facts.flatMap((fact) => entriesOfAccount(doctor, fact)).flatMap((of) => of.legs);
    const sum = total(legs.map((leg) => (leg.side === 'debit' ? leg.amount : negated(leg.amount))));
    t.equal(sum, 0n);
  });
});
