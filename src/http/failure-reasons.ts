import type { PaymentFailure } from '../../domain/ports/payment-order.ts';
import { type Reason, reason } from './reason.ts';
import { byState } from './state-reasons.ts';
import { byBar } from './waiting-reasons.ts';

export const byFailure: { readonly [failure in PaymentFailure]: Reason } = {
  'name-mismatch': reason(
    '户名与银行卡不符',
    'The name does not match the card',
    '请绑定本人银行卡后重新申请',
    'Bind a card in your own name and request again',
  ),
  'card-invalid': reason(
    '银行卡号无效',
    'The card number is not valid',
    '请更换银行卡后重新申请',
    'Bind another card and request again',
  ),
  'card-closed-or-frozen': reason(
    '银行卡已注销或被冻结',
    'The card is closed or frozen',
    '请更换银行卡后重新申请',
    'Bind another card and request again',
  ),
  'card-class-limit': reason(
    '银行卡为二、三类账户，超出限额',
    'The card belongs to a limited account class',
    '请更换一类账户银行卡',
    'Bind a card of a full account',
  ),
  'payee-limit': reason(
    '收款已达限额',
    'A receiving limit is reached',
    '请次日重新申请',
    'Request again tomorrow',
  ),
  'payer-restricted': reason(
    '付款方账户受限',
    "The payer's account is restricted",
    '财务正在处理',
    'Finance is dealing with it',
  ),
  'risk-rejected': reason(
    '支付机构风控拒绝',
    'Refused by the provider for risk reasons',
    '请联系客服',
    'Please contact support',
  ),
  'bank-info-wrong': reason(
    '开户行信息有误',
    'The bank details are wrong',
    '请重新绑定银行卡',
    'Bind your card again',
  ),
  'cancelled-by-provider': reason(
    '支付机构已取消付款',
    'Cancelled at the provider',
    '可重新申请',
    'You may request again',
  ),
  'payer-short-of-funds': reason(
    '付款方账户资金不足，款项已退回可提现余额',
    'The payer was short of funds; the money is back in your balance',
    '银行卡无需更换，请稍后重新申请',
    'Your card is fine; request again later',
  ),
  ...byBar,
  other: byState.rejected,
};
