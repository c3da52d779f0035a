import { amountText, zero } from '../../../domain/money.ts';
import { day as dayFrom } from '../../../domain/time.ts';
import { movements } from './movements.ts';
import { balanceOf } from './sums.ts';
import { fine, type Handler } from './tools.ts';

const billsFine = { code: '00000', message: '成功' };
const billsWrong = { code: '00001', message: '参数错误' };
const flowPageMax = 100;

export const accountInfos: Handler = ({ orders, answer }, { merchantNo = '' }, reply) => {
  const balance = amountText(balanceOf(orders.sums(merchantNo)));
  const empty = { balance: '0.00', accountStatus: 'AVAILABLE' };
  const accountInfoList = [
    { accountType: 'SETTLE_ACCOUNT', ...empty },
    { accountType: 'FUND_ACCOUNT', ...empty, balance },
  ];
  const account = { initiateMerchantNo: merchantNo, merchantNo, totalAccountBalance: balance };
  return answer.result(reply, { ...fine, ...account, accountInfoList });
};

export const accountBalance: Handler = ({ orders, answer }, { merchantNo = '' }, reply) => {
  const balance = amountText(balanceOf(orders.sums(merchantNo)));
  return answer.result(reply, { ...fine, merchantNo, balance });
};

export const endBalance: Handler = (tools, { merchantNo = '', date = '' }, reply) => {
  const { orders, answer, board } = tools;
  const day = dayFrom(date);
  if (day === undefined) return answer.result(reply, billsWrong);
  const before = movements(orders, merchantNo, board.now.discrepancies).filter(
    (movement) => movement.day <= day,
  );
  const balance = before.at(-1)?.fields.balance ?? amountText(zero);
  return answer.result(reply, { ...billsFine, merchantNo, date, balance });
};

/** Everything that moved a merchant's balance, in order, with the balance after each. */
export const listMovements: Handler = ({ orders, answer, board }, parameters, reply) => {
  const { merchantNo = '', startDate = '', endDate = '' } = parameters;
  const [page, size] = [Number(parameters.page ?? 1), Number(parameters.size ?? 20)];
  const [from, until] = [dayFrom(startDate), dayFrom(endDate)];
  const isPage = Number.isInteger(page) && page > 0 && size > 0 && size <= flowPageMax;
  if (from === undefined || until === undefined || !isPage) return answer.result(reply, billsWrong);
  const { discrepancies } = board.now;
  const all = movements(orders, merchantNo, discrepancies).filter(
    ({ day }) => from <= day && day <= until,
  );
  const data = all.slice((page - 1) * size, page * size).map(({ fields }) => fields);
  return answer.result(reply, { ...billsFine, totalCount: all.length, data });
};
