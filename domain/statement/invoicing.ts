import { amountText } from '../money.ts';
import { ok, refuse } from '../result.ts';
import type { StatementCommandOf } from './commands.ts';
import { about, notIn, type StatementDecision } from './deciding.ts';
import type { Statement } from './state.ts';

/**
 * The organization's invoice: of the exact total, to the payer by its legal name or id, for an
 * allowed item; else refused with what was expected.
 */
export const invoice = (
  command: StatementCommandOf<'InvoiceStatement'>,
  statement: Statement,
): StatementDecision => {
  const { invoiceNo, total: invoiced, buyer, payerLegalName, item, policy, dueOn } = command;
  const { issued } = statement;
  if (issued === undefined) return notIn(command, statement);
  if (statement.invoice !== undefined) {
    return statement.invoice.invoiceNo === invoiceNo && invoiced === issued.total
      ? ok([])
      : refuse({ code: 'invoice-differs', invoiceNo: statement.invoice.invoiceNo });
  }
  if (statement.state !== 'confirmed') return notIn(command, statement);
  if (invoiced !== issued.total)
    return refuse({ code: 'invoice-total-differs', expected: issued.total, invoiced });
  if (buyer !== payerLegalName && buyer !== issued.payerId)
    return refuse({ code: 'invoice-buyer-differs', payerId: issued.payerId });
  if (!policy.invoiceItems.includes(item))
    return refuse({ code: 'invoice-item-not-allowed', allowed: policy.invoiceItems });
  return ok([
    {
      type: 'StatementInvoiced',
      data: {
        ...about(command),
        invoiceNo,
        total: amountText(invoiced),
        buyer: issued.payerId,
        item,
        dueOn,
      },
    },
  ]);
};
