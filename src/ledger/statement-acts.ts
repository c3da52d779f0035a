import type { Reference } from '../../domain/identifiers.ts';
import type { Fen } from '../../domain/money.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { invoiceDecider, invoiceStream } from '../../domain/statement/invoice-number.ts';
import { dayOf } from '../../domain/time.ts';
import { parseInvoiceFact } from '../facts/codec.ts';
import type { Asking } from './asking.ts';
import { type LineNamed, linesNamed } from './disputed-lines.ts';
import { roomsOf } from './rooms.ts';
import type { SettlingRefusal, StatementsOptions } from './statement-ports.ts';
import type { StatementProgress } from './statement-progress.ts';
import type { StatementTold } from './statement-told.ts';
import type { Statements } from './statements.ts';

type Told = Result<StatementTold, SettlingRefusal>;

export type InvoiceTold = {
  readonly invoiceNo: Reference;
  readonly total: Fen;
  readonly buyer: string;
  readonly item: string;
};

/** What organizations and finance say about a statement. */
export class StatementActs {
  readonly #with: StatementsOptions;
  readonly #statements: Statements;
  readonly #progress: StatementProgress;
  readonly #invoices;

  constructor(options: StatementsOptions, statements: Statements, progress: StatementProgress) {
    this.#with = options;
    this.#statements = statements;
    this.#progress = progress;
    const invoices = { decider: invoiceDecider, parse: parseInvoiceFact };
    this.#invoices = roomsOf(options.store, invoices, options.timers);
  }

  confirm(statementId: Reference, asking: Asking): Promise<Told> {
    return this.#statements.tell(statementId, { type: 'ConfirmStatement' }, asking);
  }

  /** Disputes lines; the others go on in the next version, which the answer names as `next`. */
  async dispute(
    statementId: Reference,
    named: readonly LineNamed[],
    reason: string,
    asking: Asking,
  ): Promise<
    Result<StatementTold & { readonly next: StatementTold | undefined }, SettlingRefusal>
  > {
    const { issued } = await this.#statements.state(statementId);
    if (issued === undefined) return refuse({ code: 'statement-unknown', statementId });
    const lines = await linesNamed(this.#with.store, statementId, named, issued.organizationId);
    if (!lines.ok) return lines;
    const disputed = await this.#statements.tell(
      statementId,
      { type: 'DisputeLines', lines: lines.value, reason },
      asking,
    );
    if (!disputed.ok) return disputed;
    const next = await this.#progress.advance(statementId, asking);
    if (!next.ok) return next;
    const isNext = next.value.statementId !== statementId;
    return ok({ ...disputed.value, next: isNext ? next.value : undefined });
  }

  /** Takes the invoice's number for this statement, then the invoice. It is paid by itself. */
  async invoice(statementId: Reference, invoice: InvoiceTold, asking: Asking): Promise<Told> {
    const { now } = asking;
    const { issued, invoice: before, state } = await this.#statements.state(statementId);
    if (issued === undefined) return refuse({ code: 'statement-unknown', statementId });
    const payer = (await this.#with.parties.payer(issued.payerId)).registered;
    if (payer === undefined) return refuse({ code: 'payer-unknown', payerId: issued.payerId });
    const policy = this.#with.policyOn(now);
    const dueOn = this.#with.workingDayAfter(dayOf(now), policy.dueWorkingDays);
    const { legalName: payerLegalName } = payer;
    const tell = () =>
      this.#statements.tell(
        statementId,
        { type: 'InvoiceStatement', ...invoice, payerLegalName, policy, dueOn },
        asking,
      );
    // Only an invoice that passes takes its number; a repeat has it already.
    const isWrong =
      state !== 'confirmed' ||
      before !== undefined ||
      invoice.total !== issued.total ||
      (invoice.buyer !== payerLegalName && invoice.buyer !== issued.payerId) ||
      !policy.invoiceItems.includes(invoice.item);
    if (isWrong) return tell();
    const { invoiceNo } = invoice;
    const { organizationId } = issued;
    const taken = await this.#invoices
      .of(invoiceStream(invoiceNo))
      .handle(
        { type: 'TakeInvoiceNumber', invoiceNo, statementId, organizationId, now },
        { ...asking, commandId: `TakeInvoiceNumber:${invoiceNo}` },
      );
    return taken.ok ? tell() : taken;
  }

  /** Takes a statement back; what stood on it may be issued again. */
  async void(statementId: Reference, reason: string, asking: Asking): Promise<Told> {
    const voided = await this.#statements.tell(
      statementId,
      { type: 'VoidStatement', reason },
      asking,
    );
    if (!voided.ok) return voided;
    const released = await this.#progress.advance(statementId, asking);
    return released.ok ? voided : released;
  }
}
