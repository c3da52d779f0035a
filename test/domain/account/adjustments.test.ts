import t from 'tap';
import { approve, propose } from '../../support/account-asking.ts';
import { account, carriedOver, sumsAfter, told } from '../../support/account-told.ts';
import {
  amount,
  hospital,
  on,
  opened,
  platform,
  reference,
  today,
  worth,
} from '../../support/ledger-words.ts';

const about = {
  adjustmentId: reference('adj-1'),
  payerId: hospital,
  amount: amount('12.00'),
  reason: 'goodwill',
  by: 'finance:amy',
};
const proposed = { type: 'AdjustmentProposed', data: { ...about, at: today } } as const;
const posted = {
  type: 'AdjustmentPosted',
  data: { ...about, approvedBy: 'finance:ben', at: today },
} as const;

t.test('an adjustment', async (t) => {
  t.test('is proposed by one person and moves nothing yet', async (t) => {
    account(t).given(opened()).when(propose('12.00')).yields(proposed);
    t.strictSame(worth(sumsAfter([opened(), proposed])), {});
  });

  t.test('is posted by another, and only by another', async (t) => {
    account(t).given(opened(), proposed).when(approve()).yields(posted);
    account(t)
      .given(opened(), proposed)
      .when(approve({ by: 'finance:amy' }))
      .refuses({ code: 'needs-second-person', first: 'finance:amy' });
  });

  t.test('may take as well as give, but not be about nothing', async (t) => {
    const facts = told(propose('-12.00'), approve());
    t.strictSame(worth(sumsAfter(facts)), { adjusted: '-12.00', payable: '-12.00' });
    account(t).given(opened()).when(propose('0.00')).refuses({ code: 'amount-not-positive' });
  });

  t.test('proposed or approved twice is one adjustment', async (t) => {
    account(t).given(opened(), proposed).when(propose('12.00')).changesNothing();
    account(t).given(opened(), proposed, posted).when(propose('12.00')).changesNothing();
    account(t).given(opened(), proposed, posted).when(approve()).changesNothing();
  });

  t.test('proposed with other content is refused', async (t) => {
    const differs = { code: 'adjustment-differs', adjustmentId: reference('adj-1') } as const;
    account(t).given(opened(), proposed).when(propose('12.01')).refuses(differs);
    for (const other of [{ payerId: platform }, { reason: 'correction' }])
      account(t).given(opened(), proposed).when(propose('12.00', other)).refuses(differs);
  });

  t.test('that nobody proposed cannot be approved', async (t) => {
    account(t)
      .given(opened())
      .when(approve())
      .refuses({ code: 'adjustment-unknown', adjustmentId: reference('adj-1') });
  });

  t.test('waits for its second person over a month end', async (t) => {
    const now = on('2026-11-03 09:00');
    account(t)
      .given(...carriedOver([opened(), proposed]))
      .when(approve({ now }))
      .yields({ type: 'AdjustmentPosted', data: { ...posted.data, at: now } });
  });

  t.test('posted last month is not posted again by a retry', async (t) => {
    const november = carriedOver([opened(), proposed, posted]);
    account(t)
      .given(...november)
      .when(propose('12.00'))
      .changesNothing();
    account(t)
      .given(...november)
      .when(approve())
      .changesNothing();
  });
});
