import t from 'tap';
import { movementsAnswer } from '../../../adapters/yeepay/fund-flow.ts';
import { amountText } from '../../../domain/money.ts';
import type { MovementsAnswer } from '../../../domain/ports/merchant-account.ts';
import { addDays, dayOf, instantOfMillis } from '../../../domain/time.ts';
import { until } from '../../support/until.ts';
import { instruction, merchantNo, yeepayWorld } from '../../support/yeepay-world.ts';

const asked = { merchantNo, page: 1 };
const moved = {
  accountTime: '2026-11-23 10:00:00',
  trxFlowNo: 'X1',
  trxCode: '2005',
  merchantNo,
  orderId: 'P1',
  fee: '1.00',
  expenditure: '120.00',
  balance: '879.00',
};
const answer = (...data: readonly object[]): MovementsAnswer =>
  movementsAnswer({ ok: true, fields: { totalCount: String(data.length), data } }, asked);

const shown = (found: MovementsAnswer): readonly string[] =>
  found.outcome === 'found'
    ? found.items.map(({ kind, requestNo, amount, balance }) =>
        [kind, requestNo, amountText(amount), amountText(balance)].join(' '),
      )
    : [found.detail];

t.test('movements', async (t) => {
  t.test('add up to what the provider holds, returns included', async (t) => {
    const { provider, fund, say } = await yeepayWorld(t);
    await fund('1000.00');
    await provider.order(instruction('MOVED1'));
    const query = { merchantNo, requestNo: 'MOVED1' };
    await until(async () => {
      const found = await provider.query(query);
      return found.outcome === 'found' && found.standing.state === 'paid' ? found : undefined;
    });
    await say('/sandbox/returns', { requestNo: 'MOVED1' });
    const today = dayOf(instantOfMillis(Date.now()));
    // From yesterday, since midnight may have passed meanwhile.
    const days = { merchantNo, from: addDays(today, -1), until: today };
    const found = await provider.movements({ ...days, page: 1 });
    t.strictSame(shown(found), [
      'recharge F1 1000.00 1000.00',
      'payout MOVED1 -120.00 879.00',
      'payout MOVED1 120.00 999.00',
    ]);
    t.match(await provider.balance(merchantNo), { outcome: 'found', balance: 99900n });
    t.match(await provider.movements({ ...days, page: 2 }), { outcome: 'found', items: [] });
  });

  t.test('say when there are more pages', async (t) => {
    const fields = { totalCount: '201', data: [] };
    const more = (page: number) => movementsAnswer({ ok: true, fields }, { merchantNo, page });
    t.match(more(2), { more: true });
    t.match(more(3), { more: false });
  });

  t.test('of a kind we have no word for are kept as they are', async (t) => {
    t.strictSame(shown(answer({ ...moved, trxCode: '9999' })), ['other P1 -120.00 879.00']);
  });

  t.test('that cannot be read, or are of another merchant, make the page unknown', async (t) => {
    const wrong: readonly object[] = [
      { ...moved, balance: 'many' },
      { ...moved, expenditure: '1.005' },
      { ...moved, expenditure: undefined },
      { ...moved, fee: 'x' },
      { ...moved, accountTime: '2026-02-30 10:00:00' },
      { ...moved, trxFlowNo: '' },
      { ...moved, trxCode: undefined },
      { ...moved, merchantNo: '10000000002' },
    ];
    for (const one of wrong) t.equal(answer(moved, one).outcome, 'unknown', JSON.stringify(one));
    t.equal(movementsAnswer({ ok: true, fields: { data: [moved] } }, asked).outcome, 'unknown');
    t.strictSame(movementsAnswer({ ok: false, code: '00001' }, asked), {
      outcome: 'unknown',
      detail: '00001',
    });
  });
});
