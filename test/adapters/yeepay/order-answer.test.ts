import t from 'tap';
import type { Called } from '../../../adapters/yeepay/call.ts';
import { orderAnswer } from '../../../adapters/yeepay/order.ts';
import { instantOfMillis } from '../../../domain/time.ts';
import { instruction } from '../../support/yeepay-world.ts';

const now = instantOfMillis(Date.parse('2026-11-24T10:00:00+08:00'));
const fields = {
  returnCode: 'UA00000',
  requestNo: 'P1',
  orderNo: 'UA1',
  status: 'REQUEST_RECEIVE',
};
const answered = (change: Record<string, unknown>) => {
  const called: Called = { kind: 'result', result: { ...fields, ...change } };
  return orderAnswer(called, instruction('P1'), now);
};

t.test('an answer about this order is taken at its word', async (t) => {
  const processing = { outcome: 'accepted', orderNo: 'UA1', standing: { state: 'processing' } };
  t.strictSame(answered({}), processing);
  t.strictSame(answered({ merchantNo: '10000000001', orderAmount: '120' }), processing);
  t.strictSame(answered({ status: 'REMITING' }), processing);
  t.match(answered({ status: 'FAIL', failCode: 'RISK_REJECTED' }), {
    standing: { state: 'failed', reasonCode: 'risk-rejected' },
  });
  t.match(answered({ status: 'CANCELED' }), { standing: { state: 'cancelled' } });
});

t.test(
  'that it was paid is believed only of a query, which tells when and for what fee',
  async (t) => {
    t.match(answered({ status: 'SUCCESS' }), { standing: { state: 'processing' } });
    t.match(answered({ status: 'SUCCESS', isReversed: true }), {
      standing: { state: 'processing' },
    });
  },
);

t.test('an answer about another order leaves this one open, a refusal too', async (t) => {
  for (const change of [
    { requestNo: 'P2' },
    { merchantNo: '10000000002' },
    { orderAmount: '120.01' },
    { orderAmount: '1.21e2' },
    { returnCode: 'UA00012', requestNo: 'P2' },
    { orderNo: undefined },
    { requestNo: undefined },
    { status: 'ELSEWHERE' },
    { returnCode: undefined },
  ]) {
    t.match(answered(change), { outcome: 'may-have-happened' });
  }
});

t.test('short of funds is told in the answer to the order', async (t) => {
  const short = { outcome: 'not-sent', cause: 'payer-short-of-funds' };
  t.match(answered({ returnCode: 'UA00012', orderNo: undefined, status: undefined }), short);
});
