import type { Decider } from '../decider.ts';
import type { PayeeId, Reference } from '../identifiers.ts';
import { ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';

/** An invoice pays one statement, whoever wrote it: its number is taken in a stream of its own. */
export type InvoiceFact = {
  readonly type: 'InvoiceNumberTaken';
  readonly data: {
    readonly invoiceNo: Reference;
    readonly statementId: Reference;
    readonly organizationId: PayeeId;
    readonly at: Instant;
  };
};
export type InvoiceCommand = {
  readonly type: 'TakeInvoiceNumber';
  readonly invoiceNo: Reference;
  readonly statementId: Reference;
  readonly organizationId: PayeeId;
  readonly now: Instant;
};
export type InvoiceRefusal = {
  readonly code: 'invoice-number-taken';
  readonly invoiceNo: Reference;
};
type Taken = { readonly by: Reference | undefined };

/** First come, first served; the same statement may take its own number again. */
export const invoiceDecider: Decider<InvoiceCommand, Taken, InvoiceFact, InvoiceRefusal> = {
  initialState: { by: undefined },
  decide: ({ invoiceNo, statementId, organizationId, now }, { by }) => {
    if (by === statementId) return ok([]);
    if (by !== undefined) return refuse({ code: 'invoice-number-taken', invoiceNo });
    const data = { invoiceNo, statementId, organizationId, at: now };
    return ok([{ type: 'InvoiceNumberTaken', data }]);
  },
  evolve: (_, { data }) => ({ by: data.statementId }),
};

export const invoiceStream = (invoiceNo: Reference): string => `invoice-${invoiceNo}`;
