import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { amountFromFact, amountText, type Fen, minus, plus, zero } from '../../../domain/money.ts';

/** Where an order stands, in the provider's own words. */
export type OrderStatus =
  | 'REQUEST_RECEIVE'
  | 'REQUEST_ACCEPT'
  | 'REMITING'
  | 'SUCCESS'
  | 'FAIL'
  | 'CANCELED';

const order = z.object({
  requestNo: z.string(),
  merchantNo: z.string(),
  orderNo: z.string(),
  amount: z.string(),
  fee: z.string(),
  /** A digest of all parameters: another content under the same number is an error. */
  content: z.string(),
  status: z.enum(['REQUEST_RECEIVE', 'REQUEST_ACCEPT', 'REMITING', 'SUCCESS', 'FAIL', 'CANCELED']),
  failCode: z.string().optional(),
  orderedAt: z.number(),
  finishedAt: z.number().optional(),
  returnedAt: z.number().optional(),
  notifyUrl: z.string().optional(),
  bankCode: z.string(),
  /** Last four digits: all a bill shows. */
  last4: z.string(),
  holder: z.string(),
  scenario: z.string(),
});
export type SandboxOrder = z.output<typeof order>;

const schema = `
  CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS fundings (id TEXT PRIMARY KEY, merchant TEXT NOT NULL, amount TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
`;

export type Totals = {
  readonly paid: Fen;
  readonly returned: Fen;
  readonly fees: Fen;
  readonly funded: Fen;
  readonly balance: Fen;
  readonly orders: number;
};

/** All that the provider knows: orders and fundings, in memory and, with a folder, on disk. */
export class SandboxOrders {
  readonly #database: DatabaseSync;
  readonly #orders = new Map<string, SandboxOrder>();
  readonly #fundings = new Map<
    string,
    { readonly merchantNo: string; readonly amount: Fen; readonly at: number }
  >();

  constructor(dataDir: string | undefined) {
    this.#database = new DatabaseSync(
      dataDir === undefined ? ':memory:' : join(dataDir, 'sandbox.db'),
    );
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
    for (const { json } of this.#database.prepare('SELECT json FROM orders ORDER BY rowid').all()) {
      const one = order.parse(JSON.parse(String(json)));
      this.#orders.set(one.requestNo, one);
    }
    for (const { id, merchant, amount, at } of this.#database
      .prepare('SELECT * FROM fundings')
      .all()) {
      this.#fundings.set(String(id), {
        merchantNo: String(merchant),
        amount: amountFromFact(String(amount)),
        at: Number(at),
      });
    }
  }

  get(requestNo: string): SandboxOrder | undefined {
    return this.#orders.get(requestNo);
  }

  byOrderNo(orderNo: string): SandboxOrder | undefined {
    return [...this.#orders.values()].find((one) => one.orderNo === orderNo);
  }

  all(): readonly SandboxOrder[] {
    return [...this.#orders.values()];
  }

  put(one: SandboxOrder): SandboxOrder {
    this.#database
      .prepare(
        'INSERT INTO orders VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET json = excluded.json',
      )
      .run(one.requestNo, JSON.stringify(one));
    this.#orders.set(one.requestNo, one);
    return one;
  }

  /** Money a payer put here; the same id twice is once. */
  fund(id: string, merchantNo: string, amount: Fen, at: number): void {
    if (this.#fundings.has(id)) return;
    this.#database
      .prepare('INSERT INTO fundings VALUES (?, ?, ?, ?)')
      .run(id, merchantNo, amountText(amount), at);
    this.#fundings.set(id, { merchantNo, amount, at });
  }

  /** What a merchant's money did, up to a moment; returns give the amount back, not the fee. */
  totals(merchantNo: string, until = Number.POSITIVE_INFINITY): Totals {
    let [paid, returned, fees, funded] = [zero, zero, zero, zero];
    let orders = 0;
    for (const one of this.#orders.values()) {
      if (one.merchantNo !== merchantNo) continue;
      orders += 1;
      if (one.status !== 'SUCCESS' || (one.finishedAt ?? 0) > until) continue;
      paid = plus(paid, amountFromFact(one.amount));
      fees = plus(fees, amountFromFact(one.fee));
      if (one.returnedAt !== undefined && one.returnedAt <= until)
        returned = plus(returned, amountFromFact(one.amount));
    }
    for (const { merchantNo: of, amount, at } of this.#fundings.values()) {
      if (of === merchantNo && at <= until) funded = plus(funded, amount);
    }
    return {
      paid,
      returned,
      fees,
      funded,
      orders,
      balance: minus(plus(funded, returned), plus(paid, fees)),
    };
  }

  merchants(): readonly string[] {
    const all = [...this.#orders.values(), ...this.#fundings.values()].map(
      ({ merchantNo }) => merchantNo,
    );
    return [...new Set(all)].sort();
  }

  close(): void {
    this.#database.close();
  }
}
