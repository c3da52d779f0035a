import t from 'tap';
import type { PayoutId, Reference } from '../../domain/identifiers.ts';
import { zero } from '../../domain/money.ts';
import {
  type ProviderContracts,
  providerContracts,
} from '../../domain/payout/provider-contract.ts';

import type { Ledger } from '../../src/ledger/ledger.ts';
import { hospital, on, organization, reference, yuan } from '../support/ledger-words.ts';
import { idOf, issuedAt, november, settledLedger as world } from '../support/settled-ledger.ts';
import { asking, atDesk } from '../support/small-ledger.ts';

/** A provider that carries at most a million in one order to an organization. */
const limited: ProviderContracts = [
  {
    ...providerContracts.yeepay[0],
    maximumPerOrder: { corporate: yuan('1000000.00') },
  },
];

const invoiced = async (ledger: Ledger, id: Reference, total: string, now = issuedAt) => {
  await ledger.statementActs.confirm(id, asking(now));
  const invoice = { invoiceNo: reference(`inv-${id}`), total: yuan(total), buyer: 'Payer' };
  return ledger.statementActs.invoice(id, { ...invoice, item: '技术服务费' }, asking(now));
};

const payoutsOf = async (ledger: Ledger, now = issuedAt) => {
  const of = await ledger.desk.accountOf(organization);
  if (of === undefined) throw new Error('no organization');
  return [...(await ledger.accounts.settled(of, now)).payouts.values()];
};

const paid = (payoutId: PayoutId) =>
  ({
    type: 'RecordPaid',
    payoutId,
    providerFee: zero,
    paidAt: issuedAt,
    evidence: 'query',
  }) as const;

t.test('an invoiced statement', async (t) => {
  t.test('is paid by one payout to the organization, and is paid when that is', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    await invoiced(ledger, id, '100.00');
    await ledger.statementProgress.advance(id, asking(issuedAt));
    await ledger.statementProgress.advance(id, asking(issuedAt));
    const [payout, ...more] = await payoutsOf(ledger);
    t.match(payout, { gross: yuan('100.00'), for: { statementId: id }, state: 'requested' });
    t.strictSame(more, []);
    if (payout === undefined) throw new Error('no payout');
    await atDesk(
      ledger,
      { type: 'SubmitPayout', payoutId: payout.payoutId },
      issuedAt,
      organization,
    );
    await atDesk(ledger, paid(payout.payoutId), issuedAt, organization);
    await ledger.statementProgress.advance(id, asking(issuedAt));
    t.equal((await ledger.statements.state(id)).state, 'paid');
  });

  t.test('is not paid again when nobody was told for long that it was paid', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    await invoiced(ledger, id, '100.00');
    await ledger.statementProgress.advance(id, asking(issuedAt));
    const [payout] = await payoutsOf(ledger);
    if (payout === undefined) throw new Error('no payout');
    const { payoutId } = payout;
    await atDesk(ledger, { type: 'SubmitPayout', payoutId }, issuedAt, organization);
    await atDesk(ledger, paid(payoutId), issuedAt, organization);
    // By then the account itself has forgotten the payout, and there is money for another.
    const [february, april] = ['2027-02-25 10:00', '2027-04-05 10:00'];
    await earn('e-2', '300.00', february);
    await earn('e-3', '300.00', april);
    const later = asking(on(april));
    await ledger.statementProgress.advance(id, later);
    t.strictSame(await payoutsOf(ledger, on(april)), []);
    t.equal((await ledger.statements.state(id)).state, 'paid');
  });

  t.test('waits while its money is held, and is scheduled when it is free', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    const holdId = reference('hold-1');
    const hold = { type: 'PlaceHold', holdId, payerId: hospital, amount: yuan('1.00') } as const;
    await atDesk(ledger, { ...hold, reason: 'complaint' }, issuedAt, organization);
    await invoiced(ledger, id, '100.00');
    t.match(await ledger.statementProgress.advance(id, asking(issuedAt)), {
      refusal: { code: 'balance-too-low', available: yuan('99.00'), asked: yuan('100.00') },
    });
    t.equal((await ledger.statements.state(id)).state, 'invoiced');
    await atDesk(ledger, { type: 'ReleaseHold', holdId }, issuedAt, organization);
    t.match(await ledger.statementProgress.advance(id, asking(issuedAt)), {
      ok: true,
      value: { statement: { state: 'scheduled' } },
    });
  });

  t.test('is cut into several payouts where it exceeds what one order may carry', async (t) => {
    const { earn, issue, ledger } = await world({ contracts: limited });
    await earn('e-1', '2000000.01');
    const id = idOf(await issue());
    await invoiced(ledger, id, '2000000.01');
    await ledger.statementProgress.advance(id, asking(issuedAt));
    t.strictSame(
      (await payoutsOf(ledger)).map(({ gross }) => gross),
      [yuan('1000000.00'), yuan('1000000.00'), yuan('0.01')],
    );
  });

  t.test('refused by the bank is tried again only when finance says so', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    await invoiced(ledger, id, '100.00');
    await ledger.statementProgress.advance(id, asking(issuedAt));
    const [first] = await payoutsOf(ledger);
    if (first === undefined) throw new Error('no payout');
    const { payoutId } = first;
    const rejected = { type: 'RecordRejected', payoutId, reason: 'card-invalid' } as const;
    await atDesk(ledger, { type: 'SubmitPayout', payoutId }, issuedAt, organization);
    await atDesk(
      ledger,
      { ...rejected, providerCode: 'X', evidence: 'query' },
      issuedAt,
      organization,
    );
    for (const _ of [1, 2]) await ledger.statementProgress.advance(id, asking(issuedAt));
    t.equal((await ledger.statements.state(id)).state, 'invoiced');
    t.equal((await payoutsOf(ledger)).length, 1);
    await ledger.statementProgress.schedule(id, true, asking(issuedAt));
    t.strictSame(
      (await payoutsOf(ledger)).map(({ state }) => state),
      ['rejected', 'requested'],
    );
    t.equal((await ledger.statements.state(id)).state, 'scheduled');
  });

  t.test('sent back by the bank is returned, and paid when it was paid again', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    await invoiced(ledger, id, '100.00');
    const step = async () => {
      await ledger.statementProgress.advance(id, asking(issuedAt));
      return (await ledger.statements.state(id)).state;
    };
    await step();
    const [first] = await payoutsOf(ledger);
    if (first === undefined) throw new Error('no payout');
    const { payoutId, cardRef } = first;
    const newPayoutId = 'AGAIN' as PayoutId;
    const back = { ...paid(payoutId), type: 'RecordReturned', returnedAt: issuedAt } as const;
    await atDesk(ledger, { type: 'SubmitPayout', payoutId }, issuedAt, organization);
    await atDesk(ledger, { ...back, reason: 'closed' }, issuedAt, organization);
    t.equal(await step(), 'returned');
    const reissue = {
      type: 'ReissuePayout',
      payoutId,
      newPayoutId,
      cardRef,
      by: 'finance:amy',
    } as const;
    await atDesk(ledger, reissue, issuedAt, organization);
    t.equal(await step(), 'scheduled');
    await atDesk(ledger, { type: 'SubmitPayout', payoutId: newPayoutId }, issuedAt, organization);
    await atDesk(ledger, paid(newPayoutId), issuedAt, organization);
    t.equal(await step(), 'paid');
  });

  t.test('has an invoice number of its own, whoever used it first', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    await earn('e-2', '5.00', '2026-11-05 10:00');
    const first = idOf(await issue());
    const second = idOf(await issue(november, on('2026-12-02 09:00')));
    const invoice = (id: Reference, total: string) =>
      ledger.statementActs.invoice(
        id,
        { invoiceNo: reference('no-1'), total: yuan(total), buyer: hospital, item: '技术服务费' },
        asking(issuedAt),
      );
    for (const id of [first, second]) await ledger.statementActs.confirm(id, asking(issuedAt));
    t.match(await invoice(first, '100.01'), { refusal: { code: 'invoice-total-differs' } });
    t.match(await invoice(second, '5.00'), { ok: true, value: { added: true } });
    t.match(await invoice(first, '100.00'), { refusal: { code: 'invoice-number-taken' } });
    t.match(await invoice(second, '5.00'), { ok: true, value: { added: false } });
  });
});
