import type { EarningSource } from '../../domain/policy/withdrawal-policy.ts';
import type { StatementParts } from '../../projections/doctor-statement.ts';
import type { LineKind } from '../../projections/doctor-statement-kinds.ts';

/** What lines are called on paper. */
export const kindWords: { readonly [kind in LineKind]: string } = {
  earning: '收入',
  reversal: '收入冲回',
  hold: '冻结',
  'hold-released': '解除冻结',
  adjustment: '调整',
  withdrawal: '申请提现',
  'statement-payout': '结算单付款',
  'payout-accepted': '付款处理中',
  'payout-in-doubt': '付款结果待确认',
  'payout-paid': '已付款',
  'payout-rejected': '付款失败退回余额',
  'payout-returned': '银行退票',
  'payout-reissued': '重新付款',
  'payout-cancelled': '付款取消',
};

export const sourceWords: { readonly [source in EarningSource]: string } = {
  consultation: '问诊咨询',
  article: '内容创作',
  'overtime-clinic': '加班门诊',
  activity: '活动',
  'multi-site-practice': '多点执业',
};

export const partWords: { readonly [part in keyof StatementParts]: string } = {
  payable: '可用及待入账',
  held: '冻结',
  inFlight: '提现中',
  inDoubt: '待确认',
  returned: '退票待重付',
};
