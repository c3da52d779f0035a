import t from 'tap';
import { invoiceDecider } from '../../../domain/statement/invoice-number.ts';
import { deciderSpec } from '../../support/decider-spec.ts';
import { organization, payout, reference } from '../../support/ledger-words.ts';
import {
  bothFailed,
  bothPaid,
  histories,
  inAllBut,
  move,
  moved,
  schedule,
  statement,
} from '../../support/statement-histories.ts';
import {
  asked,
  fact,
  invoiced,
  part,
  scheduled,
  scheduledFact,
  statementId,
} from '../../support/statement-words.ts';

t.test('paying a statement', async (t) => {
  t.test('is one payout up to the limit of an order, and several beyond it', async (t) => {
    for (const enough of ['100.00', undefined])
      statement(t)
        .given(...invoiced)
        .when(schedule(enough))
        .yields(scheduledFact(part(1, '100.00')));
    statement(t)
      .given(...invoiced)
      .when(schedule('99.99'))
      .yields(scheduledFact(part(1, '99.99'), part(2, '0.01')));
    statement(t)
      .given(...invoiced)
      .when(schedule('0.01'))
      .refuses({ code: 'too-many-payouts', most: 1_000 });
    for (const history of [scheduled, bothFailed, bothPaid])
      statement(t)
        .given(...history)
        .when(schedule('100.00'))
        .changesNothing();
    inAllBut(t, schedule('100.00'), 'invoiced', 'scheduled', 'paid', 'returned');
  });

  t.test('is done when all of its payouts are', async (t) => {
    const one = statement(t)
      .given(...scheduled)
      .when(move(1, 'paid'))
      .yields(moved(1, 'paid'));
    t.equal(one.state, 'scheduled');
    statement(t)
      .given(...scheduled, moved(1, 'paid'))
      .when(move(2, 'paid'))
      .yields(moved(2, 'paid'), fact('StatementPaid'));
    statement(t)
      .given(...bothPaid)
      .when(move(2, 'paid'))
      .changesNothing();
    statement(t)
      .given(...scheduled)
      .when({ ...move(1, 'paid'), payoutId: payout('OTHER') })
      .refuses({ code: 'payout-unknown', payoutId: payout('OTHER') });
  });

  t.test('sent back by the bank, it is returned until it is paid again', async (t) => {
    const back = statement(t)
      .given(...bothPaid)
      .when(move(1, 'returned'))
      .yields(
        moved(1, 'returned'),
        fact('StatementReturned', { payoutId: part(1, '1.00').payoutId }),
      );
    t.equal(back.state, 'returned');
    const again = payout('RAGAIN');
    const replaced = fact('StatementPayoutMoved', {
      payoutId: part(1, '1.00').payoutId,
      to: 'replaced',
      replacedBy: again,
    });
    const after = statement(t)
      .given(...histories.returned)
      .when({
        type: 'MovePayout',
        ...asked,
        payoutId: part(1, '1.00').payoutId,
        to: 'replaced',
        replacedBy: again,
      })
      .yields(replaced);
    t.equal(after.state, 'scheduled');
    statement(t)
      .given(...histories.returned, replaced)
      .when({ type: 'MovePayout', ...asked, payoutId: again, to: 'paid' })
      .yields(fact('StatementPayoutMoved', { payoutId: again, to: 'paid' }), fact('StatementPaid'));
  });

  t.test('that failed is tried again when told to, and only what failed', async (t) => {
    const half = [...scheduled, moved(1, 'paid'), moved(2, 'failed')];
    const retried = { ...part(3, '40.00'), retries: part(2, '1.00').payoutId };
    const after = statement(t)
      .given(...half)
      .when(schedule('100.00', true))
      .yields(scheduledFact(retried));
    t.equal(after.state, 'scheduled');
    statement(t)
      .given(...half, scheduledFact(retried))
      .when(move(3, 'paid'))
      .yields(moved(3, 'paid'), fact('StatementPaid'));
    statement(t)
      .given(...scheduled)
      .when(schedule('100.00', true))
      .refuses({ code: 'statement-state', statementId, state: 'scheduled' });
  });
});

t.test('an invoice number belongs to the first statement that has it', async (t) => {
  const number = deciderSpec(invoiceDecider);
  const take = {
    type: 'TakeInvoiceNumber',
    invoiceNo: reference('inv-1'),
    statementId,
    organizationId: organization,
    now: asked.now,
  } as const;
  const taken = {
    type: 'InvoiceNumberTaken',
    data: { invoiceNo: take.invoiceNo, statementId, organizationId: organization, at: asked.now },
  } as const;
  number(t).given().when(take).yields(taken);
  number(t).given(taken).when(take).changesNothing();
  number(t)
    .given(taken)
    .when({ ...take, statementId: reference('stm-2') })
    .refuses({ code: 'invoice-number-taken', invoiceNo: take.invoiceNo });
});
