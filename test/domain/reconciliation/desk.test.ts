import t from 'tap';
import type { PayerId } from '../../../domain/identifiers.ts';
import { entriesOf } from '../../../domain/ledger-fact.ts';
import { amountText, zero } from '../../../domain/money.ts';
import { ageBandOf, ageOf } from '../../../domain/reconciliation/ageing.ts';
import type { Break } from '../../../domain/reconciliation/breaks.ts';
import { reconciliationDecider } from '../../../domain/reconciliation/decider.ts';
import type { BreakAction, ReconciliationFact } from '../../../domain/reconciliation/facts.ts';
import { addDays, type Day } from '../../../domain/time.ts';
import { deciderSpec } from '../../support/decider-spec.ts';
import { amount, hospital, on, reference, yuan } from '../../support/ledger-words.ts';

const day = '2026-10-20' as Day;
const about = { provider: 'yeepay', day, at: on('2026-10-21 10:00') };
const asked = { provider: 'yeepay', day, by: 'finance:one', now: about.at };
const reconciliation = deciderSpec(reconciliationDecider);

const found = (change: Partial<Break> = {}): Break => ({
  breakId: reference('brk-1'),
  type: 'provider-only',
  paper: 'payments',
  day,
  payerId: hospital,
  cash: amount('-8.00'),
  bill: [],
  ...change,
});
const started: ReconciliationFact = {
  type: 'RunStarted',
  data: {
    ...about,
    run: 1,
    digest: 'd1',
    files: [],
    beganAt: about.at,
    by: 'system:reconciliation',
  },
};
const breakFound = (change: Partial<Break> = {}): ReconciliationFact => ({
  type: 'BreakFound',
  data: { ...about, run: 1, found: found(change) },
});
const none = zeroFunds();
function zeroFunds() {
  const nothing = amountText(zero);
  return {
    payerId: hospital,
    billed: nothing,
    billedFees: nothing,
    billedReturns: nothing,
    closing: amount('92.00'),
    ledger: amount('92.00'),
    inTransit: nothing,
    explained: nothing,
  };
}
const counts = {
  billLines: 1,
  returnLines: 0,
  ledgerPaid: 1,
  ledgerReturned: 0,
  matched: 1,
  compared: 1,
};
const completed: ReconciliationFact = {
  type: 'RunCompleted',
  data: { ...about, run: 1, digest: 'd1', counts, funds: [none], found: 1, cleared: 0 },
};
const resolve = (action: BreakAction, by = 'finance:one') =>
  ({
    type: 'ResolveBreak',
    ...asked,
    by,
    breakId: reference('brk-1'),
    action,
    comment: 'c',
  }) as const;

t.test('what a decision about a break books', async (t) => {
  const booked = (facts: readonly ReconciliationFact[], action: BreakAction): readonly string[] => {
    const state = facts.reduce(reconciliationDecider.evolve, reconciliationDecider.initialState);
    const decision = reconciliationDecider.decide(resolve(action, 'finance:two'), state);
    if (!decision.ok) return [decision.refusal.code];
    return decision.value
      .flatMap((fact) => entriesOf({ about: 'reconciliation', fact }))
      .flatMap(({ legs }) =>
        legs.map(({ side, account, amount: of }) => `${side} ${account} ${of}`),
      );
  };
  const short = [started, breakFound(), completed];
  const surplus = [started, breakFound({ cash: amount('8.00') }), completed];
  const aside = (facts: readonly ReconciliationFact[], cash: string) => [
    ...facts,
    {
      type: 'BreakResolved' as const,
      data: {
        ...about,
        breakId: reference('brk-1'),
        action: 'suspense' as const,
        comment: 'c',
        by: 'finance:one',
        entry: {
          ...(cash.startsWith('-')
            ? { debit: 'suspense' as const, credit: 'cash' as const }
            : { debit: 'cash' as const, credit: 'suspense' as const }),
          payerId: hospital,
          amount: amount('8.00'),
          on: day,
        },
      },
    },
  ];
  const proposed = (facts: readonly ReconciliationFact[]) => [
    ...facts,
    {
      type: 'BreakResolutionProposed' as const,
      data: { ...about, breakId: reference('brk-1'), comment: 'c', by: 'finance:one' },
    },
  ];
  t.strictSame(booked(short, 'suspense'), [
    'debit suspense:provider:hospital 800',
    'credit cash:provider:hospital 800',
  ]);
  t.strictSame(booked(surplus, 'suspense'), [
    'debit cash:provider:hospital 800',
    'credit suspense:provider:hospital 800',
  ]);
  t.strictSame(
    booked(aside(short, '-8.00'), 'link'),
    ['debit cash:provider:hospital 800', 'credit suspense:provider:hospital 800'],
    'explained after all, it goes back',
  );
  t.strictSame(booked(aside(surplus, '8.00'), 'clear'), [
    'debit suspense:provider:hospital 800',
    'credit cash:provider:hospital 800',
  ]);
  t.strictSame(booked(proposed(short), 'adjust'), [
    'debit adjustments:hospital 800',
    'credit cash:provider:hospital 800',
  ]);
  t.strictSame(booked(proposed(aside(short, '-8.00')), 'adjust'), [
    'debit adjustments:hospital 800',
    'credit suspense:provider:hospital 800',
  ]);
  t.strictSame(booked(proposed([started, breakFound({ type: 'fee-diff' }), completed]), 'adjust'), [
    'debit fees:provider 800',
    'credit cash:provider:hospital 800',
  ]);
  t.strictSame(booked(short, 'ignore'), []);
  t.strictSame(booked([started, breakFound({ cash: amount('0.00') })], 'suspense'), [
    'nothing-to-book',
  ]);
  const { payerId: _, ...nobodys } = found();
  const foreign: ReconciliationFact = {
    type: 'BreakFound',
    data: { ...about, run: 1, found: nobodys },
  };
  t.strictSame(booked([started, foreign], 'suspense'), ['break-without-payer']);
});

t.test('a run', async (t) => {
  const start = {
    type: 'StartRun',
    ...asked,
    by: 'system:reconciliation',
    files: [],
    beganAt: about.at,
  } as const;
  reconciliation(t)
    .given()
    .when({ ...start, digest: 'd1' })
    .yields(started);
  reconciliation(t)
    .given(started)
    .when({ ...start, digest: 'd1' })
    .changesNothing();
  reconciliation(t)
    .given(started, breakFound(), completed)
    .when({ ...start, digest: 'd1' })
    .changesNothing();
  const find = { type: 'FindBreaks', ...asked, run: 1, breaks: [found()] } as const;
  reconciliation(t).given(started).when(find).yields(breakFound());
  reconciliation(t).given(started, breakFound()).when(find).changesNothing();
  reconciliation(t)
    .given(started)
    .when({ ...find, run: 2 })
    .refuses({ code: 'run-superseded', run: 2 });
});

t.test('whose eyes sign a day off', async (t) => {
  const ledger = new Map<PayerId, ReturnType<typeof yuan>>([[hospital, yuan('92.00')]]);
  const sign = {
    type: 'SignOffDay',
    ...asked,
    by: 'finance:two',
    ledger,
    today: addDays(day, 1),
  } as const;
  const signed = (carried: number): ReconciliationFact => ({
    type: 'DaySignedOff',
    data: { ...about, run: 1, carried, by: 'finance:two' },
  });
  reconciliation(t).given(started, completed).when(sign).yields(signed(0));
  const carried = breakFound({ cash: amount('0.00'), type: 'ledger-only' });
  reconciliation(t).given(started, carried, completed).when(sign).yields(signed(1));
  reconciliation(t)
    .given(started, breakFound(), completed)
    .when(sign)
    .refuses({ code: 'breaks-block-sign-off', breakIds: [reference('brk-1')] });
  reconciliation(t)
    .given(started, completed)
    .when({ ...sign, ledger: new Map([[hospital, yuan('92.01')]]) })
    .refuses({
      code: 'funds-differ',
      payerId: hospital,
      provider: amount('92.00'),
      ledger: amount('92.01'),
    });
  const { closing: _, ...notTold } = none;
  const unchecked: ReconciliationFact = {
    type: 'RunCompleted',
    data: { ...about, run: 1, digest: 'd1', counts, funds: [notTold], found: 0, cleared: 0 },
  };
  reconciliation(t)
    .given(started, unchecked)
    .when(sign)
    .refuses({ code: 'funds-unchecked', payerId: hospital });
});

t.test('how old a break is', async (t) => {
  const bands = [0, 1, 2, 3, 4, 7, 8, 400].map(ageBandOf);
  t.strictSame(bands, ['0-1', '0-1', '2-3', '2-3', '4-7', '4-7', '>7', '>7']);
  t.equal(ageOf(day, addDays(day, 3)), 3);
  t.equal(ageOf(addDays(day, 1), day), 0);
});
