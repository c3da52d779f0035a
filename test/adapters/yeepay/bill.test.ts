import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import t from 'tap';
import { billLines } from '../../../adapters/yeepay/bill.ts';
import { billColumnNames } from '../../../adapters/yeepay/bill-columns.ts';
import { type BillRow, RowCutter } from '../../../adapters/yeepay/bill-rows.ts';
import { amountText } from '../../../domain/money.ts';
import type { BillFault, BillHead, BillLine } from '../../../domain/ports/provider-bill.ts';

const head = ['账单日期,2026-11-23', '总笔数,2,总金额,"1,334.50"'];
const header =
  '商户请求号,易宝订单号,付款金额,到账金额,扣账金额,手续费,下单时间,完成时间,状态,收款户名';
const first =
  'P1,UA1,1234.50,1234.50,1235.50,1.00,2026-11-23 10:03:04,2026-11-23 10:03:40,SUCCESS,张*';
const second =
  'P2,UA2,100.00,100.00,101.00,1.00,2026-11-23 23:59:59,2026-11-24 00:00:01,SUCCESS,𠮷*';

const csv = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
const whole = csv(...head, header, first, second);

/** The bytes in pieces of a size, as a network would cut them, in the middle of characters too. */
async function* pieces(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const all = async <Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};

const read = async (
  text: string | Buffer,
  reading: Parameters<typeof billLines>[1] = {},
  size = 7,
): Promise<readonly (BillHead | BillLine | BillFault)[]> =>
  all(billLines(pieces(Buffer.from(text), size), reading));

const shown = (read: readonly (BillHead | BillLine | BillFault)[]) =>
  read.flatMap((one) => {
    if (one.kind === 'head') return [];
    return one.kind === 'fault'
      ? `${one.line} ${one.column ?? '-'} ${one.problem}`
      : `${one.line} ${one.requestNo} ${amountText(one.amount)} ${amountText(one.fee)}`;
  });

const both = ['4 P1 1234.50 1.00', '5 P2 100.00 1.00'];

t.test('a bill', async (t) => {
  t.test('is read line by line, with the line each payment stands in', async (t) => {
    const [before, one] = await read(whole);
    t.match(
      before,
      { kind: 'head', line: 3, day: '2026-11-23', count: 2, amount: 133450n },
      'and what it says of itself',
    );
    t.match(one, {
      kind: 'line',
      line: 4,
      requestNo: 'P1',
      orderNo: 'UA1',
      amount: 123450n,
      fee: 100n,
      debited: 123550n,
      orderedAt: '2026-11-23T10:03:04+08:00',
      finishedAt: '2026-11-23T10:03:40+08:00',
      status: 'paid',
    });
    t.strictSame(shown(await read(whole)), both);
  });

  t.test('says nothing of names and cards', async (t) => {
    const said = JSON.stringify(await read(whole), (_name, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    t.notMatch(said, /张|𠮷/);
  });

  t.test('is read alike however the network cuts it', async (t) => {
    for (const size of [1, 2, 3, 5, 64, 100_000])
      t.strictSame(shown(await read(whole, {}, size)), both, `pieces of ${size}`);
  });

  t.test('may begin with a byte order mark', async (t) => {
    t.strictSame(shown(await read(`\ufeff${csv(header, first)}`)), ['2 P1 1234.50 1.00']);
  });

  t.test('may come in GB18030', async (t) => {
    const bytes = iconv.encode(whole, 'gb18030');
    for (const size of [1, 100, 100_000]) t.strictSame(shown(await read(bytes, {}, size)), both);
    t.strictSame(shown(await read(bytes, { charset: 'gb18030' }, 1)), both, 'when told');
  });

  t.test('may have further columns and another order of them', async (t) => {
    const other = csv(
      '新列,手续费,付款金额,完成时间,易宝订单号,商户请求号',
      'x,0.50,"7.00",2026-11-23 10:00:00,UA9,P9',
    );
    t.strictSame(shown(await read(other)), ['2 P9 7.00 0.50']);
  });

  t.test('may call a column otherwise, when told', async (t) => {
    const renamed = csv(header.replace('商户请求号', '请求流水号'), first);
    t.strictSame(shown(await read(renamed)), ['2 - no-header']);
    const columns = { ...billColumnNames, requestNo: ['商户请求号', '请求流水号'] };
    t.strictSame(shown(await read(renamed, { columns })), ['2 P1 1234.50 1.00']);
  });

  t.test('ends at a row of sums', async (t) => {
    t.strictSame(shown(await read(csv(header, first, '总计,2,1334.50', second))), [
      '2 P1 1234.50 1.00',
    ]);
  });

  t.test('may mark numbers as text and quote a cell with a line end in it', async (t) => {
    const marked = first.replace('P1', '`P1').replace('UA1', '"\tUA1"').replace('张*', '"张\n*"');
    t.strictSame(shown(await read(csv(header, marked, second))), [
      '3 P1 1234.50 1.00',
      '4 P2 100.00 1.00',
    ]);
  });
});

t.test('what is wrong with a bill', async (t) => {
  t.test('in one row is said with line and column, and the others are read', async (t) => {
    const bad = csv(
      header,
      first.replace('1234.50', '1,234.50'.replace(',', '，')),
      first.replace('2026-11-23 10:03:40', '2026-02-30 10:03:40'),
      first.replace('P1', ''),
      first.replace('1.00', '1.005'),
      'P7,UA7',
      second,
      first.replace('SUCCESS', '处理中'),
    );
    t.strictSame(shown(await read(bad)), [
      '2 付款金额 not-an-amount',
      '3 完成时间 not-a-time',
      '4 商户请求号 empty',
      '5 手续费 not-an-amount',
      '6 付款金额 empty',
      '7 P2 100.00 1.00',
      '8 状态 not-a-status',
    ]);
  });

  t.test('is said when there is no header to be found', async (t) => {
    t.strictSame(shown(await read('')), ['0 - no-header']);
    t.strictSame(shown(await read(csv(...head))), ['2 - no-header']);
    t.strictSame(shown(await read('<html>bad gateway</html>')), ['1 - no-header']);
    const long = csv(...Array.from({ length: 5_000 }, () => 'a,b'), header, first);
    t.strictSame(shown(await read(long, {}, 10_000)), ['201 - no-header']);
  });

  t.test('is said when it is in another charset', async (t) => {
    const bytes = iconv.encode(whole, 'gb18030');
    t.match(shown(await read(bytes, { charset: 'utf-8' })), ['1 - wrong-charset']);
    const mixed = Buffer.concat([Buffer.from(csv(header, first, second)), Buffer.from([0xff])]);
    t.strictSame(shown(await read(mixed, {}, 1)), [
      '2 P1 1234.50 1.00',
      '3 P2 100.00 1.00',
      '4 - wrong-charset',
    ]);
  });

  t.test('is said when a quote is never closed', async (t) => {
    t.match(shown(await read(csv(header, first, `"${second}`))).at(-1), /not-csv$/);
  });

  t.test('is said when it breaks off', async (t) => {
    async function* broken(): AsyncIterable<Uint8Array> {
      yield Buffer.from(`${csv(header, first)}P2,UA2,100.0`);
      throw new Error('the connection is gone');
    }
    t.strictSame(shown(await all(billLines(broken()))), ['2 P1 1234.50 1.00', '3 - interrupted']);
  });
});

t.test('leaving a bill early closes the download', async (t) => {
  let closed = false;
  async function* endless(): AsyncIterable<Uint8Array> {
    try {
      yield Buffer.from(csv(header));
      for (;;) yield Buffer.from(csv(...Array.from({ length: 1_000 }, () => first)));
    } finally {
      closed = true;
    }
  }
  for await (const one of billLines(endless())) {
    t.equal(one.kind, 'head');
    break;
  }
  for (let turns = 0; turns < 1_000 && !closed; turns += 1)
    await new Promise((resolve) => setImmediate(resolve));
  t.ok(closed);
});

t.test('what is cut without the library is what the library would read', async (t) => {
  const cell = fc.stringMatching(/^["`, \n张a-c.-]{0,6}$/);
  const written = fc
    .tuple(cell, fc.boolean())
    .map(([text, quoted]) =>
      quoted || /["\n,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
    );
  const row = fc.array(written, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
  const lineEnd = fc.constantFrom('\n', '\r\n');
  const file = fc.tuple(fc.array(row, { maxLength: 8 }), lineEnd, fc.boolean(), fc.nat(20));
  fc.assert(
    fc.property(file, ([rows, end, ended, size]) => {
      const text = rows.join(end) + (ended ? end : '');
      const cutter = new RowCutter();
      const cut: BillRow[] = [];
      for (let at = 0; at < text.length; at += size + 1)
        cut.push(...cutter.take(text.slice(at, at + size + 1)));
      cut.push(...cutter.end());
      const options = { relax_column_count: true, skip_empty_lines: true, record_delimiter: end };
      return isDeepStrictEqual(
        cut.map(({ cells }) => cells),
        parse(text, options),
      );
    }),
    { numRuns: 300 },
  );
  t.pass();
});
