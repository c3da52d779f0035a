import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { amountFromFact, fen } from '../../domain/money.ts';
import type { Day, Instant } from '../../domain/time.ts';
import { allViews } from '../../projections/all.ts';
import { parties, payerKey } from '../../projections/parties.ts';
import type { Projection } from '../../projections/projection.ts';
import { cashKey, providerCash } from '../../projections/provider-cash.ts';
import { type SettlementRow, settlements } from '../../projections/settlements.ts';
import type { Progress, SavedRow } from '../../projections/view-store.ts';

export const benchDay = '2026-11-20' as Day;
export const benchMerchant = '10080000001';
export const benchPayer = 'pay-1' as never;
export const billFile = (folder: string): string => join(folder, 'bill.csv');
export const viewsFile = (folder: string): string => join(folder, 'views.db');

const rowsAtOnce = 10_000;
/** One line in so many names another amount. */
const wrongEvery = 10_000;

const requestNo = (n: number): string =>
  // Spread like real ones, which begin with a digest.
  `P${((n * 2_654_435_761) % 2 ** 32).toString(16).toUpperCase().padStart(8, '0')}${String(n).padStart(12, '0')}01`;

const columns =
  '"商户请求号","易宝订单号","付款金额","到账金额","扣账金额","手续费","下单时间","完成时间","状态","收款户名","收款账号","开户行","商户编号"';

const lineOf = (n: number): string => {
  const amount = n % wrongEvery === 0 ? '120.01' : '120.00';
  const clock = `10:${String(n % 60).padStart(2, '0')}:${String(n % 59).padStart(2, '0')}`;
  return `"${requestNo(n)}","UA${n}","${amount}","${amount}","121.00","1.00","${benchDay} ${clock}","${benchDay} ${clock}","SUCCESS","张*","****${String(n % 10_000).padStart(4, '0')}","ICBC","${benchMerchant}"\r\n`;
};

/** Writes a bill, and the views that say what the ledger paid; says in how many requests they differ. */
export const writeDay = (folder: string, lines: number): number => {
  writeBill(folder, lines);
  const store = sqliteViewStore({ file: viewsFile(folder) });
  const save = <Row>(projection: Projection<Row>, rows: Iterable<readonly [string, Row]>): void => {
    const view = store.begin(projection.name, projection.version, 'serving');
    let progress: Progress = view.progress;
    let piece: SavedRow[] = [];
    const flush = (): void => {
      const after = { ...progress, position: '1', count: progress.count + piece.length };
      store.save([{ id: view.id, before: progress, after, rows: piece, earnings: [] }]);
      progress = after;
      piece = [];
    };
    for (const [key, row] of rows) {
      const placed = projection.places?.(row) ?? [];
      if (piece.push({ key, json: projection.write(row), placed, left: [] }) >= rowsAtOnce) flush();
    }
    flush();
  };
  const at = `${benchDay}T09:00:00+08:00` as Instant;
  save(parties, [[payerKey(benchPayer), { kind: 'payer', id: benchPayer, registeredAt: at }]]);
  const change = fen(-12_100n * BigInt(lines));
  save(providerCash, [
    [cashKey(benchPayer, benchDay), { payerId: benchPayer, day: benchDay, change }],
  ]);
  save(settlements, payouts(lines));
  for (const { name, version } of allViews)
    if (store.serving(name) === undefined) store.begin(name, version, 'serving');
  store.close();
  return Math.ceil(lines / wrongEvery);
};

function* payouts(lines: number): Generator<readonly [string, SettlementRow]> {
  const money = { net: amountFromFact('120.00'), fee: amountFromFact('1.00') };
  const paidAt = `${benchDay}T10:00:00+08:00` as Instant;
  for (let n = 0; n < lines; n += 1) {
    const payoutId = requestNo(n) as never;
    const row = { payoutId, account: `doc-${n % 5_000}` as never, payerId: benchPayer };
    yield [String(payoutId), { ...row, ...money, paidAt }] as const;
  }
}

const writeBill = (folder: string, lines: number): void => {
  const file = openSync(billFile(folder), 'w');
  let text = `"账单日期","${benchDay}"\r\n"总笔数","${lines}"\r\n${columns}\r\n`;
  for (let n = 0; n < lines; n += 1) {
    text += lineOf(n);
    if (n % rowsAtOnce !== 0) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
};
