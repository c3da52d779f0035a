import fc from 'fast-check';
import t from 'tap';
import type { Reference } from '../../../domain/identifiers.ts';
import { fen, zero } from '../../../domain/money.ts';
import type { PaperOf } from '../../../domain/reconciliation/agreement.ts';
import { judge } from '../../../domain/reconciliation/judge.ts';
import {
  type BilledLine,
  type KnownPayout,
  paired,
  type SettledPayout,
} from '../../../domain/reconciliation/sides.ts';
import type { Day } from '../../../domain/time.ts';
import { doctor, hospital, on, payout, reference, yuan } from '../../support/ledger-words.ts';

const day = '2026-10-20' as Day;

const billed = (requestNo: string, change: Partial<BilledLine> = {}): BilledLine => ({
  requestNo,
  day,
  line: 4,
  orderNo: 'UA1',
  merchantNo: undefined,
  amount: yuan('100.00'),
  fee: yuan('1.00'),
  finishedAt: on('2026-10-20 10:00'),
  status: 'paid',
  ...change,
});

t.test('pairs meet by their request numbers, each once, whatever is on either side', async () => {
  const numbers = fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{1,3}$/), { maxLength: 12 });
  fc.assert(
    fc.property(numbers, numbers, fc.nat(2), (left, right, repeats) => {
      const lines = left
        .toSorted()
        .flatMap((id) => Array.from({ length: repeats + 1 }, () => billed(id)));
      const settled = right.toSorted().map(
        (id): SettledPayout => ({
          payoutId: payout(id),
          account: doctor,
          payerId: hospital,
          net: zero,
          fee: zero,
          paidAt: on('2026-10-20 10:00'),
        }),
      );
      const pairs = [...paired(lines, settled)];
      const ids = pairs.map(({ requestNo }) => requestNo);
      return (
        ids.join() === [...new Set([...left, ...right])].toSorted().join() &&
        pairs.every(
          ({ requestNo, lines: own, settled: other }) =>
            own.length === (left.includes(requestNo) ? repeats + 1 : 0) &&
            (other !== undefined) === right.includes(requestNo),
        )
      );
    }),
    { numRuns: 200 },
  );
});

t.test('what a line of a bill means', async (t) => {
  const of: PaperOf = {
    paper: 'payments',
    day,
    merchantOf: () => 'M1',
    payerOf: () => hospital,
    moved: undefined,
  };
  const identify = (words: readonly string[]): Reference => reference(words.join('.'));
  const known = (change: Partial<KnownPayout> = {}): KnownPayout => ({
    payoutId: payout('P1'),
    account: doctor,
    payerId: hospital,
    net: yuan('100.00'),
    fee: yuan('1.00'),
    state: 'paid',
    paidAt: on('2026-10-20 10:00'),
    returnedAt: undefined,
    ...change,
  });
  const open = { paidAt: undefined, fee: undefined };
  const said = (
    lines: readonly BilledLine[],
    payoutKnown: KnownPayout | undefined,
    on: Partial<PaperOf> = {},
  ): string => {
    const odd = { requestNo: 'P1', lines, known: payoutKnown, elsewhere: [] };
    const { breaks } = judge({ ...of, ...on }, odd, identify);
    return breaks
      .map(({ type, automatic, cash }) => `${type} ${automatic ?? 'wait'} ${cash}`)
      .join();
  };
  const line = billed('P1');
  for (const state of ['submitted', 'accepted', 'in-doubt'] as const)
    t.equal(said([line], known({ state, ...open })), 'status-diff apply -101.00', state);
  for (const state of ['requested', 'rejected', 'cancelled'] as const)
    t.equal(said([line], known({ state, ...open })), 'provider-only wait -101.00', state);
  t.equal(said([line], undefined), 'provider-only wait -101.00');
  t.equal(
    said([billed('P1', { amount: yuan('99.00') })], known({ state: 'in-doubt', ...open })),
    'amount-diff wait -100.00',
    'another amount settles nothing by itself',
  );
  t.equal(said([billed('P1', { merchantNo: 'M2' })], known()), 'payer-diff wait 0.00');
  const failed = billed('P1', { status: 'failed' });
  t.equal(said([failed], known({ state: 'accepted', ...open })), 'status-diff apply 0.00');
  t.equal(said([failed], known()), 'status-diff wait 101.00', 'paid here, failed there');
  t.equal(said([failed], known({ state: 'rejected', ...open })), '');
  const back = billed('P1', { status: 'returned' });
  t.equal(said([back], known(), { paper: 'returns' }), 'returned-late apply 100.00');
  t.equal(
    said([], known(), { paper: 'returns', moved: () => yuan('100.00') }),
    'returned-late wait 100.00',
    'an unexplained credit',
  );
  t.equal(said([], known()), 'ledger-only wait 101.00');
  t.equal(said([], known(), { moved: () => fen(-10_100n) }), 'ledger-only wait 0.00');
  const early = known({ paidAt: on('2026-10-19 23:59') });
  t.equal(said([line], early), 'cutoff link 0.00');
  t.equal(said([line], known({ paidAt: on('2026-10-13 23:59') })), 'cutoff wait 0.00');
});
