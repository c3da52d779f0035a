import type { PayoutState, WaitingReason } from '../../domain/account/payout-state.ts';
import type { PaymentFailure } from '../../domain/ports/payment-provider.ts';
import type { PayoutRow, PayoutStep } from '../../projections/rows.ts';
import { type Reason, reason } from './reason.ts';
import { byBar, byWaiting } from './waiting-reasons.ts';

const byState: { readonly [state in PayoutState]: Reason } = {
  requested: reason(
    '已受理，等待发送付款指令',
    'Accepted, the payment instruction is about to be sent',
    '无需操作',
    'Nothing to do',
  ),
  submitted: reason(
    '付款指令发送中',
    'The payment instruction is being sent',
    '无需操作',
    'Nothing to do',
  ),
  accepted: reason(
    '支付机构处理中',
    'The payment provider is processing it',
    '一般 1–3 个工作日到账',
    'Usually arrives within 1–3 working days',
  ),
  'in-doubt': reason(
    '支付结果暂未确认，款项已为您保留',
    'The outcome is not known yet; the money stays reserved for you',
    '系统会持续查询，无需重复申请',
    'We keep asking; please do not request again',
  ),
  paid: reason(
    '已付款',
    'Paid',
    '如之后被银行退回会通知您',
    'We will tell you if the bank sends it back',
  ),
  rejected: reason(
    '付款未成功，款项已退回可提现余额',
    'Not paid; the money is back in your balance',
    '请核对银行卡后重新申请',
    'Check your card and request again',
  ),
  returned: reason(
    '银行已退票，款项待重新付款',
    'The bank sent the money back; it waits to be paid again',
    '请核对银行卡，财务将重新付款',
    'Check your card; finance will pay it again',
  ),
  reissued: reason(
    '已重新发起付款',
    'Paid again under a new payout',
    '请查看新的付款',
    'See the new payout',
  ),
  cancelled: reason(
    '已取消，款项已退回可提现余额',
    'Cancelled; the money is back in your balance',
    '可重新申请',
    'You may request again',
  ),
};

const byFailure: { readonly [failure in PaymentFailure]: Reason } = {
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

/** Why a payout is where it is now. */
export const reasonFor = ({ state, steps, waitingFor }: PayoutRow): Reason =>
  waitingFor === undefined ? reasonOf(state, steps.at(-1)?.reason) : byWaiting[waitingFor];

const reasonOf = (state: PayoutState, why: string | undefined): Reason => {
  if (why === undefined) return byState[state];
  if (state === 'rejected' && Object.hasOwn(byFailure, why))
    return byFailure[why as PaymentFailure];
  if (state === 'cancelled' && Object.hasOwn(byBar, why)) return byBar[why as keyof typeof byBar];
  return byState[state];
};

/** The same of one step of its life, where that was a problem; undefined where all went well. */
export const reasonOfStep = ({ state, reason: why }: PayoutStep): Reason | undefined => {
  switch (state) {
    case 'requested':
    case 'submitted':
      return why !== undefined && Object.hasOwn(byWaiting, why)
        ? byWaiting[why as WaitingReason]
        : undefined;
    case 'in-doubt':
    case 'rejected':
    case 'returned':
    case 'cancelled':
      return reasonOf(state, why);
    case 'accepted':
    case 'paid':
    case 'reissued':
      return undefined;
  }
};
