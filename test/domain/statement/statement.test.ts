import t from 'tap';
import { statementDecider } from '../../../domain/statement/decider.ts';
import type { StatementFact } from '../../../domain/statement/facts.ts';
import { invoiceDecider } from '../../../domain/statement/invoice-number.ts';
import type { StatementState } from '../../../domain/statement/state.ts';
import { monthFromFact } from '../../../domain/time.ts';
import { deciderSpec, stateAfter } from '../../support/decider-spec.ts';
import { hospital, organization, payout, reference, yuan } from '../../support/ledger-words.ts';
import {
  asked,
  at,
  confirmed,
  confirmedFact,
  disputedFact,
  fact,
  invoiced,
  invoicedFact,
  invoiceIt,
  issued,
  issuedFact,
  line,
  listed,
  of,
  part,
  scheduled,
  scheduledFact,
  statementId,
  statementPolicy,
  voidedFact,
} from '../../support/statement-words.ts';

const statement = deciderSpec(statementDecider);
const moved = (at: number, to: string) =>
  fact('StatementPayoutMoved', { payoutId: part(at, '1.00').payoutId, to });
const move = (at: number, to: 'paid' | 'failed' | 'returned' | 'under-way') =>
  ({ type: 'MovePayout', ...asked, payoutId: part(at, '1.00').payoutId, to }) as const;
const schedule = (maximum: string | undefined, again = false) =>
  ({
    type: 'ScheduleStatement',
    ...asked,
    seed: 'SEED',
    maximumPerPayout: maximum === undefined ? undefined : yuan(maximum),
    again,
  }) as const;
const bothFailed = [...scheduled, moved(1, 'failed'), moved(2, 'failed')];
const bothPaid = [...scheduled, moved(1, 'paid'), moved(2, 'paid'), fact('StatementPaid')];

/** One history for each state a statement can be in. */
const histories: { readonly [state in StatementState]: readonly StatementFact[] } = {
  listing: [listed(1, line('60.00'))],
  issued,
  confirmed,
  disputed: [...issued, disputedFact],
  invoiced,
  scheduled,
  paid: bothPaid,
  returned: [...bothPaid, moved(1, 'returned')],
  voided: [...issued, voidedFact],
};
const inAllBut = (
  t: Parameters<typeof statement>[0],
  command: object,
  ...but: StatementState[]
) => {
  for (const [name, history] of Object.entries(histories)) {
    const state = name as StatementState;
    if (but.includes(state) || state === 'listing') continue;
    const asking = { ...asked, ...command } as Parameters<typeof statementDecider.decide>[0];
    statement(t)
      .given(...history)
      .when(asking)
      .refuses({ code: 'statement-state', statementId, state });
  }
};

t.test('a statement', async (t) => {
  t.test('is in the state its facts say', async (t) => {
    for (const [state, history] of Object.entries(histories))
      t.equal(stateAfter(statementDecider, history).state, state);
  });

  t.test('is unknown until it is issued', async (t) => {
    for (const history of [[], histories.listing])
      statement(t)
        .given(...history)
        .when({ type: 'ConfirmStatement', ...asked })
        .refuses({ code: 'statement-unknown', statementId });
  });

  t.test(
    'is listed piece by piece, each once, none left out, and issued when all are there',
    async (t) => {
      const [first, second] = [line('60.00'), line('40.00', 'ern-2')];
      const list = { type: 'ListLines', ...asked } as const;
      statement(t)
        .given()
        .when({ ...list, from: 1, lines: [first], digest: 'd1' })
        .yields(listed(1, first));
      statement(t)
        .given(listed(1, first))
        .when({ ...list, from: 1, lines: [first], digest: 'd1' })
        .changesNothing();
      t.throws(() =>
        statement(t)
          .given(listed(1, first))
          .when({ ...list, from: 3, lines: [second], digest: 'd3' }),
      );
      const issue = {
        type: 'IssueStatement',
        ...asked,
        ...of,
        period: monthFromFact('2026-10'),
        version: 1,
        gross: yuan('100.00'),
        policy: statementPolicy,
      } as const;
      const all = [listed(1, first), listed(2, second)];
      t.throws(() =>
        statement(t)
          .given(listed(1, first))
          .when({ ...issue, lines: 2 }),
      );
      statement(t)
        .given(...all)
        .when({ ...issue, lines: 2 })
        .yields(issuedFact(2, '100.00'));
      statement(t)
        .given(...issued)
        .when({ ...issue, lines: 2 })
        .changesNothing();
      statement(t)
        .given(...issued)
        .when({ ...list, from: 3, lines: [second], digest: 'd3' })
        .changesNothing();
    },
  );

  t.test('is confirmed once, by word or by silence from the day it names', async (t) => {
    statement(t)
      .given(...issued)
      .when({ type: 'ConfirmStatement', ...asked })
      .yields(confirmedFact());
    statement(t)
      .given(...confirmed)
      .when({ type: 'ConfirmStatement', ...asked })
      .changesNothing();
    const silence = { type: 'ConfirmBySilence', ...asked } as const;
    statement(t)
      .given(...issued)
      .when({ ...silence, ...at('2026-11-09 23:59') })
      .refuses({ code: 'statement-not-due', confirmBy: '2026-11-10' as never });
    const due = at('2026-11-10 00:00');
    const data = { automatically: true, at: due.now };
    statement(t)
      .given(...issued)
      .when({ ...silence, ...due })
      .yields(fact('StatementConfirmed', data));
    inAllBut(t, { type: 'ConfirmStatement' }, 'issued', 'confirmed');
  });

  t.test('is disputed by line while it waits for an answer', async (t) => {
    const dispute = {
      type: 'DisputeLines',
      ...asked,
      lines: [{ line: 2, amount: yuan('40.00') }],
      reason: 'not ours',
    } as const;
    statement(t)
      .given(...issued)
      .when(dispute)
      .yields(disputedFact);
    statement(t)
      .given(...issued, disputedFact)
      .when(dispute)
      .changesNothing();
    const other = { ...dispute, lines: [{ line: 1, amount: yuan('60.00') }] };
    statement(t)
      .given(...issued, disputedFact)
      .when(other)
      .refuses({ code: 'statement-state', statementId, state: 'disputed' });
    inAllBut(t, dispute, 'issued', 'disputed');
  });

  t.test(
    'takes one invoice: of its total to the fen, for its payer, for what is allowed',
    async (t) => {
      const given = statement(t).given(...confirmed);
      given.when(invoiceIt()).yields(invoicedFact);
      given.when(invoiceIt({ buyer: hospital })).yields(invoicedFact);
      for (const total of ['99.99', '100.01'])
        given.when(invoiceIt({ total: yuan(total) })).refuses({
          code: 'invoice-total-differs',
          expected: yuan('100.00'),
          invoiced: yuan(total),
        });
      given
        .when(invoiceIt({ buyer: 'Other Hospital' }))
        .refuses({ code: 'invoice-buyer-differs', payerId: hospital });
      given
        .when(invoiceIt({ item: '餐饮' }))
        .refuses({ code: 'invoice-item-not-allowed', allowed: statementPolicy.invoiceItems });
      statement(t)
        .given(...invoiced)
        .when(invoiceIt())
        .changesNothing();
      statement(t)
        .given(...invoiced)
        .when(invoiceIt({ invoiceNo: reference('inv-2') }))
        .refuses({ code: 'invoice-differs', invoiceNo: reference('inv-1') });
      inAllBut(t, invoiceIt(), 'confirmed', 'invoiced', 'scheduled', 'paid', 'returned');
    },
  );

  t.test('is voided while none of its money is on its way', async (t) => {
    const command = { type: 'VoidStatement', ...asked, reason: 'wrong' } as const;
    for (const history of [issued, confirmed, invoiced, bothFailed])
      statement(t)
        .given(...history)
        .when(command)
        .yields(voidedFact);
    statement(t)
      .given(...histories.voided)
      .when(command)
      .changesNothing();
    inAllBut(t, command, 'issued', 'confirmed', 'invoiced', 'voided');
  });
});

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
      .refuses({ code: 'too-many-payouts', most: 9_999 });
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
