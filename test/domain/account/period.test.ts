import t from 'tap';
import type { Carried } from '../../../domain/account/carried.ts';
import { close, placeHold, record, submit, withdraw } from '../../support/account-asking.ts';
import { account, accountAfter, carriedOver, sumsAfter, told } from '../../support/account-told.ts';
import { doctor, earned, month, opened, today, worth } from '../../support/ledger-words.ts';

const nothing: Carried = { payers: {}, holds: [], payouts: [], adjustments: [], tax: {} };
const october = month('2026-10');
const november = month('2026-11');

t.test('a month', async (t) => {
  const open = { type: 'OpenPeriod', payee: doctor, period: october, now: today } as const;

  t.test('of a new account begins with nothing', async (t) => {
    account(t)
      .given()
      .when({ ...open, from: undefined })
      .yields({
        type: 'PeriodOpened',
        data: { payee: doctor, period: october, carried: nothing, at: today },
      });
  });

  t.test('is begun and ended once', async (t) => {
    account(t)
      .given(opened())
      .when({ ...open, from: undefined })
      .changesNothing();
    const closed = told(close());
    account(t)
      .given(...closed)
      .when(close())
      .changesNothing();
    account(t)
      .given(...closed)
      .when(close('2026-12'))
      .changesNothing();
    account(t).given().when(close()).changesNothing();
  });

  t.test('does not end before it is over', async (t) => {
    account(t).given(opened()).when(close('2026-10')).changesNothing();
    account(t).given(opened()).when(close('2026-09')).changesNothing();
  });

  t.test('that is over takes nothing more, and says where the account goes on', async (t) => {
    for (const command of [record('120.00'), withdraw('all'), submit(), placeHold('1.00')]) {
      account(t)
        .given(...told(close()))
        .when(command)
        .refuses({ code: 'period-closed', next: november });
    }
  });

  t.test('may be followed by a much later one', async (t) => {
    const facts = carriedOver([opened(), earned('120.00')], '2027-03');
    t.equal(accountAfter(facts).previous, october);
    t.strictSame(worth(sumsAfter(facts)), { earned: '120.00', payable: '120.00' });
  });
});
