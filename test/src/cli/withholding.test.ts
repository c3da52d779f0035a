import t from 'tap';
import { runWithholding } from '../../../src/cli/withholding.ts';
import { withholdingVectors } from '../../support/withholding-vectors.ts';

const linesOf = async function* (lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
};

const run = async (...lines: readonly (object | string)[]) => {
  const written: string[] = [];
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  const { rejected } = await runWithholding(linesOf(texts), (line) => written.push(line));
  return { rejected, written: written.map((line) => JSON.parse(line)) };
};

const payment = {
  payee: 'doc-1',
  payer: 'pay-1',
  method: 'labor-monthly',
  at: '2026-03-01T10:00:00+08:00',
  gross: '1000.00',
};

t.test('recomputing withholding', async (t) => {
  t.test('gives what every vector says, all of them in one file', async (t) => {
    const lines = withholdingVectors.flatMap(({ method, payments }, index) =>
      payments.map((one) => ({ payee: `doc-${index}`, payer: 'pay-1', method, ...one })),
    );
    const { rejected, written } = await run(...lines);
    t.equal(rejected, 0);
    t.strictSame(
      written.map(({ withheld }) => withheld),
      withholdingVectors.flatMap(({ withheld }) => withheld),
    );
  });

  t.test('writes each line with tax, net and working', async (t) => {
    const { written } = await run({ ...payment, gross: '3000' });
    t.strictSame(written, [
      {
        ...payment,
        gross: '3000.00',
        withheld: '440.00',
        net: '2560.00',
        working: [
          'rule labor-monthly-2019-01, month 2026-03',
          'income of the month: 0.00 + 3000.00 = 3000.00',
          'less 800.00, taxable: 2200.00',
          'tax: 2200.00 × 20 % − 0.00 = 440.00',
          'withheld before: 0.00',
          'difference: 440.00 − 0.00 = 440.00',
          'withheld: 440.00',
        ],
      },
    ]);
  });

  t.test('keeps payers and payees apart', async (t) => {
    const { written } = await run(
      payment,
      { ...payment, payer: 'pay-2' },
      { ...payment, payee: 'doc-2' },
      payment,
    );
    t.strictSame(
      written.map(({ withheld }) => withheld),
      ['40.00', '40.00', '40.00', '200.00'],
    );
  });

  t.test('takes the month in Shanghai', async (t) => {
    const { written } = await run(payment, { ...payment, at: '2026-03-31T16:00:00Z' });
    t.match(written[1], { at: '2026-04-01T00:00:00+08:00', withheld: '40.00' });
  });

  t.test('says which lines are bad and why, and goes on', async (t) => {
    const { rejected, written } = await run(
      '{"payee":',
      { ...payment, gross: '1e3' },
      '',
      { ...payment, gross: 1000 },
      { ...payment, method: 'vat' },
      { ...payment, note: 'x' },
      { ...payment, at: '2018-12-31T23:59:59+08:00' },
      `"${'x'.repeat(70_000)}"`,
      payment,
    );
    t.equal(rejected, 7);
    t.match(written, [
      { line: 1, code: 'not-json', message: 'expected a JSON object' },
      { line: 2, code: 'invalid', message: 'gross: expected an amount such as "120.00"' },
      { line: 4, code: 'invalid', message: /^gross: / },
      { line: 5, code: 'invalid', message: /^method: / },
      { line: 6, code: 'invalid', message: /note/ },
      { line: 7, code: 'no-rule', message: /labor-monthly in 2018-12/ },
      { line: 8, code: 'line-too-long' },
      { withheld: '40.00' },
    ]);
  });
});
