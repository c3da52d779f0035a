import { buffer } from 'node:stream/consumers';
import t from 'tap';
import { amountFromFact } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';
import { csvTable } from '../../src/documents/csv-table.ts';
import { type PrintedDocument, printed } from '../../src/documents/printed-pages.ts';
import { amountColumn, type Row, textColumn } from '../../src/documents/table.ts';
import { xlsxTable } from '../../src/documents/xlsx-table.ts';
import { pdfStreams, unzipped } from '../support/unzipped.ts';

const columns = [textColumn('ref', '编号', 2), amountColumn('amount', '金额（元）')];
const rows: readonly Row[] = [
  ['e-1', amountFromFact('9999999999.99')],
  ['=1+1', amountFromFact('-0.10')],
  ['a,"b"', ''],
];

t.test('a table as CSV', async (t) => {
  t.test('quotes what needs it, keeps signs and starts no formula', async (t) => {
    t.equal(
      [...csvTable(columns, rows)].join(''),
      'ref,amount\ne-1,9999999999.99\n\'=1+1,-0.10\n"a,""b""",\n',
    );
  });

  t.test('takes for a formula what begins with a minus and is no number', async (t) => {
    const begun = ['-2+3+cmd|x', '-ern', '-', '-5', '-0.10'].map((ref): Row => [ref, '']);
    const [, ...lines] = [...csvTable(columns, begun)].join('').split('\n');
    t.strictSame(lines, ["'-2+3+cmd|x,", "'-ern,", "'-,", '-5,', '-0.10,', '']);
  });

  t.test('comes in pieces, none of them the whole of a long table', async (t) => {
    const long = Array.from({ length: 1_200 }, (_, n): Row => [`e-${n}`, amountFromFact('1.00')]);
    const pieces = [...csvTable(columns, long)];
    t.equal(pieces.length, 4);
    t.equal(pieces.join('').split('\n').length, 1_202);
  });
});

t.test('a table as a spreadsheet', async (t) => {
  const total: Row = ['合计', amountFromFact('9999999999.89')];
  const files = unzipped(await xlsxTable({ heading: '明细', columns, rows, total }));
  const sheet = [...files].find(([name]) => name.includes('worksheets/sheet'))?.[1] ?? '';

  t.test('holds amounts as numbers, each digit as it was', async (t) => {
    for (const value of ['9999999999.99', '-0.1', '9999999999.89'])
      t.match(sheet, `<v>${value}</v>`);
  });

  t.test('holds text as text, never as a formula', async (t) => {
    t.notMatch(sheet, /<f>/);
    t.match([...files.values()].join(''), '=1+1');
  });
});

t.test('a printed document', async (t) => {
  const document: PrintedDocument = {
    title: '结算单',
    mark: 'lotus-test 2026-10 doc-1',
    at: '2026-11-01T00:00:00+08:00' as Instant,
    data: { name: 'data.json', json: '{"says":"合计"}' },
    about: [['账户', 'doc-1']],
    tables: [{ heading: '明细', columns, rows }],
    notes: ['说明'],
  };
  const pdf = await buffer(printed(document));

  t.test('brings its Chinese font, and of it only what it shows', async (t) => {
    t.match(pdf.toString('latin1'), /\/FontFile2/);
    t.ok(pdf.length < 40_000, `${pdf.length} bytes`);
    const unicode = pdfStreams(pdf).find((text) => text.includes('begincmap')) ?? '';
    // 结, in the table that says which character each glyph stands for.
    t.match(unicode, /7ed3/i);
  });

  t.test('carries its name in the open and its data as an attachment', async (t) => {
    t.ok(pdf.includes('lotus-test 2026-10 doc-1'));
    t.ok(pdfStreams(pdf).includes('{"says":"合计"}'));
  });

  t.test(
    'is the same bytes whenever it is printed, and others when it says something else',
    async (t) => {
      t.ok(pdf.equals(await buffer(printed(document))));
      t.notOk(pdf.equals(await buffer(printed({ ...document, notes: ['说明。'] }))));
    },
  );

  t.test(
    'goes on over as many pages as it needs, long words broken within their column',
    async (t) => {
      const long = Array.from({ length: 200 }, (_, n): Row => [`e-${'x'.repeat(60)}${n}`, '']);
      const pages = await buffer(
        printed({
          ...document,
          tables: [{ heading: '明细', columns, rows: long, total: ['合计', ''] }],
        }),
      );
      t.match(pages.toString('latin1'), /\/Count [4-9]\b/);
    },
  );
});
