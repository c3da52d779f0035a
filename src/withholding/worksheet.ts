import type { PayeeId, PayerId, PayoutId } from '../../domain/identifiers.ts';
import { type Fen, minus, plus, zero } from '../../domain/money.ts';
import type { TaxMethod } from '../../domain/tax/tax-rules.ts';
import { type Instant, type Month, monthOf } from '../../domain/time.ts';
import { amountColumn, type Row, textColumn } from '../documents/table.ts';
import { everyRow } from '../views/every-row.ts';
import type { Views } from '../views/views.ts';

/** One posting to a payer's withheld tax, in fen; negative where a payment was undone. */
export type WithholdingLine = {
  readonly at: Instant;
  readonly account: PayeeId;
  readonly payoutId: PayoutId;
  readonly taxMethod: TaxMethod;
  readonly taxMonth: Month;
  readonly gross: Fen;
  readonly tax: Fen;
  readonly net: Fen;
};

/** Every posting of a month, page by page. */
export function* withholdingLines(
  views: Pick<Views, 'withholdings'>,
  payer: PayerId,
  month: Month,
): Generator<WithholdingLine, undefined> {
  const rows = everyRow((page) => views.withholdings(payer, month, page));
  for (const { account, payoutId, taxMethod, taxMonth, postings } of rows)
    for (const { at, gross, tax } of postings.filter((posting) => monthOf(posting.at) === month))
      yield { at, account, payoutId, taxMethod, taxMonth, gross, tax, net: minus(gross, tax) };
}

type Sums = Pick<WithholdingLine, 'gross' | 'tax' | 'net'>;

export const withholdingSums = (lines: readonly WithholdingLine[]): Sums =>
  lines.reduce<Sums>(
    (sums, { gross, tax, net }) => ({
      gross: plus(sums.gross, gross),
      tax: plus(sums.tax, tax),
      net: plus(sums.net, net),
    }),
    { gross: zero, tax: zero, net: zero },
  );

export const withholdingColumns = [
  textColumn('at', '记账时间', 2),
  textColumn('doctorId', '收款方', 2),
  textColumn('payoutId', '付款编号', 3),
  textColumn('taxMethod', '计税方法', 1.5),
  textColumn('taxMonth', '所得月份'),
  amountColumn('gross', '收入额'),
  amountColumn('tax', '代扣税款'),
  amountColumn('net', '实付'),
];

export const withholdingRow = (line: WithholdingLine): Row => [
  ...[line.at, line.account, line.payoutId, line.taxMethod, line.taxMonth],
  ...[line.gross, line.tax, line.net],
];

export const withholdingTotal = ({ gross, tax, net }: Sums): Row => [
  ...['合计', '', '', '', ''],
  ...[gross, tax, net],
];
