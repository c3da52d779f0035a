import fc from 'fast-check';
import t from 'tap';
import { amountOf } from '../../../adapters/yeepay/answer-fields.ts';
import { endBalance, fundBalance } from '../../../adapters/yeepay/balances.ts';
import { queryAnswer } from '../../../adapters/yeepay/query.ts';
import { returnsAnswer } from '../../../adapters/yeepay/returns.ts';
import { amountFromFact, amountText, fen } from '../../../domain/money.ts';
import { instantOfMillis } from '../../../domain/time.ts';

const now = instantOfMillis(Date.parse('2026-11-24T10:00:00+08:00'));
const paid = {
  returnCode: 'UA00000',
  merchantNo: 'M1',
  requestNo: 'P1',
  orderNo: 'UA1',
  orderAmount: '120.00',
  debitAmount: '121.00',
  fee: '1.00',
  finishTime: '2026-11-24 09:59:58',
  status: 'SUCCESS',
};
const asked = (change: Record<string, unknown>) =>
  queryAnswer({ ok: true, fields: { ...paid, ...change } }, now);

t.test('a payment, when it arrived, and what it cost', async (t) => {
  const finishedAt = '2026-11-24T09:59:58+08:00';
  t.match(asked({}), { standing: { state: 'paid', finishedAt, fee: 100n } });
  t.match(asked({ debitAmount: '123.00' }), { standing: { fee: 300n } }, 'what was taken counts');
  t.match(asked({ debitAmount: undefined }), { standing: { fee: 100n } });
  t.match(asked({ debitAmount: undefined, fee: undefined }), { standing: { fee: 0n } });
  t.match(asked({ finishTime: undefined }), { standing: { finishedAt: now } });
  t.match(asked({ debitAmount: '119.00' }), { outcome: 'unknown' }, 'a fee is never negative');
});

t.test('a return is told beside a success that stays', async (t) => {
  const reverseTime = '2026-11-25 08:00:00';
  const returned = { state: 'returned', returnedAt: '2026-11-25T08:00:00+08:00', fee: 100n };
  t.match(asked({ isReversed: true, reverseTime }), { standing: returned });
  t.match(asked({ isReversed: 'TRUE', reverseTime }), { standing: returned });
  for (const isReversed of [false, 'false', '', null, undefined])
    t.match(asked({ isReversed }), { standing: { state: 'paid' } });
});

t.test('whatever is under way is processing, and what nobody knows is unknown', async (t) => {
  for (const status of ['REQUEST_RECEIVE', 'REQUEST_ACCEPT', 'REMITING'])
    t.match(asked({ status }), { standing: { state: 'processing' } });
  t.match(asked({ status: 'CANCELED' }), { standing: { state: 'cancelled' } });
  t.match(asked({ status: 'FAIL' }), { standing: { state: 'failed', reasonCode: 'other' } });
  for (const status of ['REMITTING', 'CANCELLED', 'success', '', undefined])
    t.match(asked({ status }), { outcome: 'unknown' });
});

t.test('an answer that does not say what it is about says nothing', async (t) => {
  for (const field of ['orderNo', 'merchantNo', 'requestNo', 'orderAmount'])
    t.match(asked({ [field]: undefined }), { outcome: 'unknown' }, field);
  t.match(queryAnswer({ ok: false, code: 'UA00001' }, now), { outcome: 'unknown' });
  t.match(queryAnswer({ ok: false, code: '40044 isp.code.1' }, now), { outcome: 'unknown' });
  t.match(queryAnswer({ ok: false, code: 'UA00030' }, now), { outcome: 'not-found' });
});

t.test('every amount is read to the fen, with whatever zeros it was written', async (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.nat(5), (value, zeros) => {
      const text = `${amountText(fen(value))}${'0'.repeat(zeros)}`;
      return amountOf({ amount: text }, 'amount') === value;
    }),
  );
  // Java writes a large double like this.
  t.equal(amountOf({ amount: '1.23456789E7' }, 'amount'), amountFromFact('12345678.90'));
  for (const amount of ['1e-3', '1.234', '1e99', '0x10', ' 1', '1,000.00', '+1', '.5', 'NaN', ''])
    t.equal(amountOf({ amount }, 'amount'), undefined, amount);
});

t.test('the balance is that of the fund account of the merchant asked about', async (t) => {
  const list = [
    { accountType: 'SETTLE_ACCOUNT', balance: '5.00' },
    { accountType: 'FUND_ACCOUNT', balance: '7.00' },
  ];
  const about = (fields: Record<string, unknown>) =>
    fundBalance({ ok: true, fields: { merchantNo: 'M1', ...fields } }, 'M1');
  t.match(about({ accountInfoList: list }), { balance: amountFromFact('7.00') });
  t.match(about({ accountInfoList: list, merchantNo: 'M2' }), { outcome: 'unknown' });
  t.match(about({ accountInfoList: [list[0]] }), { outcome: 'unknown' });
  t.match(about({ accountInfoList: [list[1], list[1]] }), { outcome: 'unknown' });
  t.match(about({}), { outcome: 'unknown' });
  t.match(fundBalance({ ok: false, code: 'UA00007' }, 'M1'), { outcome: 'unknown' });
  const end = { ok: true, fields: { balance: '-1.00' } } as const;
  t.match(endBalance(end, 'M1'), { balance: amountFromFact('-1.00') });
});

t.test('one return that cannot be read makes the whole list unknown', async (t) => {
  const line = {
    requestNo: 'P1',
    orderNo: 'UA1',
    orderAmount: '1',
    reverseTime: '2026-11-24 08:00:00',
  };
  const listed = (fields: Record<string, unknown>, page = 1) =>
    returnsAnswer({ ok: true, fields: { totalSize: '201', ...fields } }, page);
  t.match(listed({ reverseDetailDTOList: [line] }), { items: [{ requestNo: 'P1' }], more: true });
  t.match(listed({ reverseDetailDTOList: [line] }, 2), { more: false });
  t.match(listed({ totalSize: '0' }), { items: [], more: false });
  const broken = { ...line, reverseTime: 'yesterday' };
  t.match(listed({ reverseDetailDTOList: [line, broken] }), { outcome: 'unknown' });
  t.match(listed({ totalSize: 'many' }), { outcome: 'unknown' });
});
