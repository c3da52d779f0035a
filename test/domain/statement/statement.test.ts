import t from 'tap';
import { statementDecider } from '../../../domain/statement/decider.ts';
import { monthFromFact } from '../../../domain/time.ts';
import { stateAfter } from '../../support/decider-spec.ts';
import { hospital, reference, yuan } from '../../support/ledger-words.ts';
import { bothFailed, histories, inAllBut, statement } from '../../support/statement-histories.ts';
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
  statementId,
  statementPolicy,
  voidedFact,
} from '../../support/statement-words.ts';

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
