import type { WaitingReason } from '../../domain/account/payout-state.ts';
import { type Reason, reason } from './reason.ts';

/** Why a payout is not sent yet, for the person who waits. None of them asks the payee to do anything. */
export const byWaiting: { readonly [why in WaitingReason]: Reason } = {
  'payer-short-of-funds': reason(
    '付款方账户资金不足，等待付款方充值',
    'The payer is short of funds at the payment provider',
    '付款方资金到账后自动继续，无需操作',
    'It goes on by itself when the payer has funds; nothing to do',
  ),
  'payer-frozen': reason(
    '该付款方的付款已暂停',
    'Payments of this payer are paused',
    '恢复后自动继续，无需操作',
    'It goes on by itself when they are resumed; nothing to do',
  ),
  'provider-frozen': reason(
    '通过该支付机构的付款已暂停',
    'Payments through this payment provider are paused',
    '恢复后自动继续，无需操作',
    'It goes on by itself when they are resumed; nothing to do',
  ),
  'payouts-frozen': reason(
    '付款已整体暂停',
    'All payments are paused',
    '恢复后自动继续，无需操作',
    'It goes on by itself when they are resumed; nothing to do',
  ),
  'provider-cut-off': reason(
    '当前处于支付机构的停止受理时段',
    'The payment provider takes no orders at this hour',
    '时段结束后自动发送，无需操作',
    'It is sent by itself when that hour is over; nothing to do',
  ),
  'provider-unavailable': reason(
    '支付机构暂时无法连接',
    'The payment provider cannot be reached for now',
    '系统会自动重试，无需操作',
    'We try again by ourselves; nothing to do',
  ),
  'outside-provider-limits': reason(
    '金额超出支付机构的单笔限额',
    "The amount is outside the payment provider's limits",
    '财务正在处理',
    'Finance is dealing with it',
  ),
  'under-review': reason(
    '付款前核对未通过，正在人工核查',
    'A check before paying did not pass; somebody is looking at it',
    '财务正在处理，款项已为您保留',
    'Finance is dealing with it; the money stays reserved for you',
  ),
};

/** Why a payout was not sent after all, where that was not finance's doing. */
export const byBar = {
  'account-restricted': reason(
    '账户受限，付款已取消，款项已退回余额',
    'The account is restricted; the payment was cancelled and the money is back in the balance',
    '请联系客服',
    'Please contact support',
  ),
  'stopped-by-finance': reason(
    '财务已取消付款，款项已退回可提现余额',
    'Finance cancelled the payment; the money is back in your balance',
    '可重新申请',
    'You may request again',
  ),
  'consent-missing': reason(
    '您已撤回付款授权，付款已取消，款项已退回可提现余额',
    'You withdrew your consent to be paid; the money is back in your balance',
    '重新授权后可再次申请',
    'Give your consent again, then request again',
  ),
};
