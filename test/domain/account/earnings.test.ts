import t from 'tap';
import { record } from '../../support/account-asking.ts';
import { account, sumsAfter, told } from '../../support/account-told.ts';
import {
  colleague,
  earned,
  earningId,
  earningOf,
  hospital,
  on,
  opened,
  platform,
  worth,
  yuan,
} from '../../support/ledger-words.ts';

t.test('an earning', async (t) => {
  t.test('is recorded with the day from which it may be withdrawn', async (t) => {
    account(t).given(opened()).when(record('120.00')).yields(earned('120.00'));
  });

  t.test('of a consultation matures in 7 days, of an article in 31', async (t) => {
    const { availableOn } = earningOf('120.00');
    t.equal(availableOn, '2026-10-08');
    account(t)
      .given(opened())
      .when(record('120.00', { source: 'article' }))
      .yields({
        type: 'EarningRecorded',
        data: { ...earningOf('120.00', { matures: 31 }), source: 'article' },
      });
  });

  t.test('keeps what it refers to, and who performed the service', async (t) => {
    const refs = { serviceRef: 'consult-7', contractRef: 'con-1', patient: 'hmac-3' };
    account(t)
      .given(opened())
      .when(record('120.00', { ...refs, fee: yuan('12.00'), performedBy: colleague }))
      .yields({
        type: 'EarningRecorded',
        data: { ...earningOf('120.00', { fee: '12.00', by: colleague, matures: 0 }), ...refs },
      });
  });

  t.test(
    'waits before it may be withdrawn; an organization’s is settled, not withdrawn',
    async (t) => {
      account(t)
        .given(opened())
        .when(record('1.00'))
        .yields(earned('1.00', { matures: 7 }));
      account(t)
        .given(opened())
        .when(record('1.00', { performedBy: colleague }))
        .yields(earned('1.00', { matures: 0, by: colleague }));
    },
  );

  t.test('of one fen counts, of nothing does not', async (t) => {
    account(t).given(opened()).when(record('0.01')).yields(earned('0.01'));
    account(t).given(opened()).when(record('0.00')).refuses({ code: 'amount-not-positive' });
  });

  t.test('told twice is one earning', async (t) => {
    account(t).given(opened(), earned('120.00')).when(record('120.00')).changesNothing();
  });

  t.test('told with other content is refused, whatever differs', async (t) => {
    account(t)
      .given(opened(), earned('120.00'))
      .when(record('120.00', { fingerprint: 'other' }))
      .refuses({ code: 'earning-differs', earningId: earningId('ern-1') });
  });

  t.test('told again after its month was closed is still one earning', async (t) => {
    const earlier = earningOf('120.00');
    account(t).given(opened('2026-11')).when(record('120.00', { earlier })).changesNothing();
    account(t)
      .given(opened('2026-11'))
      .when(record('120.00', { earlier, fingerprint: 'other' }))
      .refuses({ code: 'earning-differs', earningId: earningId('ern-1') });
  });

  t.test('of a team is recorded once for each of its members in one organization', async (t) => {
    const facts = told(
      record('60.00', { performedBy: colleague }),
      record('40.00', { performedBy: undefined }),
    );
    t.equal(facts.length, 3);
    account(t)
      .given(...facts)
      .when(record('60.00', { performedBy: colleague }))
      .changesNothing();
  });

  t.test(
    'completed on the last of the month is recorded then, on the first of the next not',
    async (t) => {
      const last = on('2026-10-31 23:59:59');
      account(t)
        .given(opened())
        .when(record('120.00', { completedAt: last }))
        .yields(earned('120.00', { completed: last }));
      const first = on('2026-11-01 00:00');
      account(t)
        .given(opened())
        .when(record('120.00', { completedAt: first }))
        .refuses({ code: 'completed-in-future', completedAt: first });
    },
  );

  t.test('recorded late is available at once when its day is already past', async (t) => {
    const facts = told(record('120.00', { completedAt: on('2026-08-03 12:00') }));
    t.strictSame(worth(sumsAfter(facts)), { earned: '120.00', payable: '120.00' });
  });

  t.test('is owed by its own payer and by nobody else', async (t) => {
    const facts = told(
      record('120.00'),
      record('80.00', { earningId: earningId('ern-2'), payerId: platform, fee: yuan('8.00') }),
    );
    t.strictSame(worth(sumsAfter(facts, hospital)), { earned: '120.00', payable: '120.00' });
    t.strictSame(worth(sumsAfter(facts, platform)), { earned: '80.00', payable: '80.00' });
  });

  t.test('cannot be written into a month that is not begun', async (t) => {
    account(t).given().when(record('120.00')).refuses({ code: 'period-not-open' });
  });
});
