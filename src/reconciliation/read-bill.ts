import { type Fen, plus, zero } from '../../domain/money.ts';
import type { BillTable } from '../../domain/ports/bill-table.ts';
import type { BillHead, BillLine } from '../../domain/ports/provider-bill.ts';
import { statusOn } from '../../domain/reconciliation/agreement.ts';
import type { BillFile } from '../../domain/reconciliation/run-figures.ts';
import type { BilledLine } from '../../domain/reconciliation/sides.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { type Day, dayOf, daysBetween } from '../../domain/time.ts';
import type { Told } from './find-context.ts';
import type { Merchants } from './payers.ts';
import type { BillKind, BillProblem, ReconcilePorts, RunRefusal } from './ports.ts';

/** A bill read to its end and found to be what it should be. */
export type ReadBill = {
  readonly lines: number;
  readonly head: BillHead | undefined;
  /** What moved according to it, by merchant number (`''`: the bill does not say whose). */
  readonly sums: ReadonlyMap<string, { readonly amount: Fen; readonly fee: Fen }>;
  readonly amount: Fen;
};

const problemsShown = 20;
const linesAtOnce = 2_000;
/** How many days after its own a day's bill may reach: an order before midnight may end after it. */
const daysAfter = 1;
const daysBefore = 1;

type Of = {
  readonly file: BillFile;
  readonly kind: BillKind;
  readonly day: Day;
  readonly merchants: Merchants;
  readonly told: Told;
};

/** Reads a kept bill into a table. A single line that cannot be right refuses all of it: nothing is applied in halves. */
export const readBill = async (
  ports: Pick<ReconcilePorts, 'files' | 'provider'>,
  of: Of,
  table: BillTable,
): Promise<Result<ReadBill, RunRefusal>> => {
  const reading = new BillReading(of);
  if (!('sha256' in of.file)) return ok(reading.result);
  const bytes = await ports.files.open(of.file.sha256);
  if (bytes === undefined) return refuse({ code: 'bill-not-there', day: of.day, kind: of.kind });
  for await (const one of ports.provider.readBill(bytes)) {
    if (one.kind === 'head') reading.head(one);
    else if (one.kind === 'fault') reading.fault(one);
    else reading.line(one);
    if (reading.lines.length < linesAtOnce) continue;
    table.add(reading.lines.splice(0));
    of.told(`reading ${of.kind}`, reading.result.lines);
  }
  table.add(reading.lines.splice(0));
  reading.end();
  const { problems } = reading;
  return problems.length === 0
    ? ok(reading.result)
    : refuse({ code: 'bill-unreadable', kind: of.kind, problems });
};

class BillReading {
  readonly lines: BilledLine[] = [];
  readonly problems: BillProblem[] = [];
  readonly #of: Of;
  readonly #sums = new Map<string, { amount: Fen; fee: Fen }>();
  #head: BillHead | undefined;
  #count = 0;
  #amount = zero;
  /** What a bill forgot may be made up for in a later one; a bill of nothing else is another day's. */
  #ofTheDay = false;
  #older: BillProblem | undefined;

  constructor(of: Of) {
    this.#of = of;
  }

  get result(): ReadBill {
    return {
      lines: this.#count,
      head: this.#head,
      sums: this.#sums,
      amount: this.#amount,
    };
  }

  end(): void {
    if (!this.#ofTheDay && this.#older !== undefined) this.fault(this.#older);
  }

  head(head: BillHead): void {
    this.#head = head;
    if (head.day !== undefined && head.day !== this.#of.day)
      this.fault({ line: 1, column: head.columns.day, problem: 'wrong-day' });
  }

  fault({ line, column, problem }: BillProblem): void {
    if (this.problems.length < problemsShown) this.problems.push({ line, column, problem });
  }

  line(read: BillLine): void {
    const { kind, day, merchants } = this.#of;
    const { line, merchantNo, finishedAt, amount, fee } = read;
    const columns = this.#head?.columns;
    if (merchantNo !== undefined && !merchants.has(merchantNo))
      this.fault({ line, column: columns?.merchantNo, problem: 'wrong-merchant' });
    const days = daysBetween(day, dayOf(finishedAt));
    if (days > daysAfter) this.fault({ line, column: columns?.finishedAt, problem: 'wrong-day' });
    if (days >= -daysBefore) this.#ofTheDay = true;
    else this.#older ??= { line, column: columns?.finishedAt, problem: 'wrong-day' };
    const status = read.status ?? statusOn(kind);
    this.#count += 1;
    this.#amount = plus(this.#amount, amount);
    if (status === statusOn(kind)) {
      const sum = this.#sums.get(merchantNo ?? '') ?? { amount: zero, fee: zero };
      sum.amount = plus(sum.amount, amount);
      sum.fee = plus(sum.fee, fee);
      this.#sums.set(merchantNo ?? '', sum);
    }
    const { requestNo, orderNo } = read;
    this.lines.push({ requestNo, day, line, orderNo, merchantNo, amount, fee, finishedAt, status });
  }
}
