import type { PayoutState } from '../../domain/account/payout-state.ts';
import { type Reason, reason } from './reason.ts';

export const byState: { readonly [state in PayoutState]: Reason } = {
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
