/** What we want to know from a bill. */
export type BillField =
  | 'requestNo'
  | 'orderNo'
  | 'merchantNo'
  | 'amount'
  | 'fee'
  | 'debited'
  | 'orderedAt'
  | 'finishedAt'
  | 'status';

/** By which names a field's column is known; the first one that is there counts. */
export type BillColumnNames = { readonly [field in BillField]: readonly string[] };

/**
 * The provider does not publish its columns, so further names are given where they turn out
 * otherwise.
 */
export const billColumnNames: BillColumnNames = {
  requestNo: ['商户请求号'],
  orderNo: ['易宝订单号'],
  merchantNo: ['商户编号'],
  amount: ['付款金额'],
  fee: ['手续费'],
  debited: ['扣账金额'],
  orderedAt: ['下单时间'],
  finishedAt: ['完成时间', '退回时间'],
  status: ['状态'],
};

const needed: readonly BillField[] = ['requestNo', 'orderNo', 'amount', 'fee', 'finishedAt'];

/** Where each field stands and what its column is called in this bill. */
export type BillColumns = {
  readonly [field in BillField]?: { readonly at: number; readonly name: string } | undefined;
};

/**
 * Reads a row as the header; undefined when it is none: other columns may come and go, ours must
 * be there.
 */
export const columnsOf = (
  row: readonly string[],
  names: BillColumnNames,
): BillColumns | undefined => {
  const found = (field: BillField) => {
    for (const name of names[field]) {
      const at = row.indexOf(name);
      if (at !== -1) return { at, name };
    }
    return undefined;
  };
  const columns: BillColumns = {
    requestNo: found('requestNo'),
    orderNo: found('orderNo'),
    merchantNo: found('merchantNo'),
    amount: found('amount'),
    fee: found('fee'),
    debited: found('debited'),
    orderedAt: found('orderedAt'),
    finishedAt: found('finishedAt'),
    status: found('status'),
  };
  return needed.every((field) => columns[field] !== undefined) ? columns : undefined;
};

/** After the payments there may be sums; they end the bill. */
export const isSummary = (row: readonly string[]): boolean =>
  /^(?:总计|合计|小计|汇总|总笔数)/.test(row.find((cell) => cell !== '') ?? '');

/** What stands before the header: words, each followed by its value. */
export const headWords = { day: '账单日期', count: '总笔数', amount: '总金额' } as const;
export type HeadCells = { readonly [word in keyof typeof headWords]: string | undefined };

/** Takes note of what a row before the header says. */
export const headCells = (row: readonly string[], before: HeadCells | undefined): HeadCells => {
  const said = (word: keyof typeof headWords): string | undefined => {
    const at = row.indexOf(headWords[word]);
    return at === -1 ? before?.[word] : row[at + 1];
  };
  return { day: said('day'), count: said('count'), amount: said('amount') };
};
