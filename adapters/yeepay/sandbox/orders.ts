import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { amountFromFact, amountText, type Fen } from '../../../domain/money.ts';
import { type SandboxOrder, sandboxOrder } from './order.ts';
import { added, noSums, type Sums, sumsOf, taken } from './sums.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS fundings (
    id TEXT PRIMARY KEY, merchant TEXT NOT NULL, amount TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT;
`;

export type Funding = { readonly merchantNo: string; readonly amount: Fen; readonly at: number };

/** All that the provider knows, in memory and on disk; what it holds is kept as running sums. */
export class SandboxOrders {
  readonly #writeOrder: StatementSync;
  readonly #writeFunding: StatementSync;
  readonly #byRequestNo = new Map<string, SandboxOrder>();
  readonly #requestNos = new Map<string, string>();
  readonly #fundings = new Map<string, Funding>();
  readonly #sums = new Map<string, Sums>();
  #changes = 0;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#writeOrder = database.prepare(
      'INSERT INTO orders VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET json = excluded.json',
    );
    this.#writeFunding = database.prepare('INSERT INTO fundings VALUES (?, ?, ?, ?)');
    for (const { json } of database.prepare('SELECT json FROM orders ORDER BY rowid').iterate())
      this.#keep(sandboxOrder.parse(JSON.parse(String(json))));
    for (const { id, merchant, amount, at } of database
      .prepare('SELECT * FROM fundings ORDER BY rowid')
      .iterate()) {
      const money = amountFromFact(String(amount));
      this.#keepFunding(String(id), {
        merchantNo: String(merchant),
        amount: money,
        at: Number(at),
      });
    }
  }

  /** Counts what was written: as long as it stays, everything is as it was. */
  get changes(): number {
    return this.#changes;
  }

  get(requestNo: string): SandboxOrder | undefined {
    return this.#byRequestNo.get(requestNo);
  }

  byOrderNo(orderNo: string): SandboxOrder | undefined {
    const requestNo = this.#requestNos.get(orderNo);
    return requestNo === undefined ? undefined : this.#byRequestNo.get(requestNo);
  }

  /** In the order they were taken. */
  all(): IterableIterator<SandboxOrder> {
    return this.#byRequestNo.values();
  }

  put(order: SandboxOrder): SandboxOrder {
    this.#writeOrder.run(order.requestNo, JSON.stringify(order));
    this.#keep(order);
    return order;
  }

  /** Money a payer put here. The same id twice is once; with other content it is refused. */
  fund(id: string, merchantNo: string, amount: Fen, at: number): 'taken' | 'same' | 'differs' {
    const known = this.#fundings.get(id);
    if (known !== undefined)
      return known.merchantNo === merchantNo && known.amount === amount ? 'same' : 'differs';
    this.#writeFunding.run(id, merchantNo, amountText(amount), at);
    this.#keepFunding(id, { merchantNo, amount, at });
    return 'taken';
  }

  fundings(): ReadonlyMap<string, Funding> {
    return this.#fundings;
  }

  /** What a merchant's money did until now. */
  sums(merchantNo: string): Sums {
    return this.#sums.get(merchantNo) ?? noSums;
  }

  merchants(): readonly string[] {
    return [...this.#sums.keys()].sort();
  }

  #keep(order: SandboxOrder): void {
    this.#changes += 1;
    const before = this.#byRequestNo.get(order.requestNo);
    const others =
      before === undefined
        ? this.sums(order.merchantNo)
        : taken(this.sums(order.merchantNo), sumsOf(before));
    this.#sums.set(order.merchantNo, added(others, sumsOf(order)));
    this.#byRequestNo.set(order.requestNo, order);
    this.#requestNos.set(order.orderNo, order.requestNo);
  }

  #keepFunding(id: string, funding: Funding): void {
    const { merchantNo, amount } = funding;
    this.#changes += 1;
    this.#fundings.set(id, funding);
    this.#sums.set(merchantNo, added(this.sums(merchantNo), { ...noSums, funded: amount }));
  }
}
