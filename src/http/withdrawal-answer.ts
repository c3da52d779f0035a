import type { PayoutState } from '../../domain/account/payout-state.ts';
import { amountText, type Fen } from '../../domain/money.ts';
import type { PayoutRow, PayoutStep } from '../../projections/payout-row.ts';
import { reasonFor, reasonOfStep } from './reasons.ts';

/** What a withdrawal has come to, from its payouts. */
export type WithdrawalState =
  | 'processing'
  | 'in-doubt'
  | 'paid'
  | 'partly-paid'
  | 'rejected'
  | 'returned';

const underWay: readonly PayoutState[] = ['requested', 'submitted', 'accepted'];

export const stateOf = (states: readonly PayoutState[]): WithdrawalState => {
  const live = states.filter((state) => state !== 'reissued');
  if (live.some((state) => state === 'in-doubt')) return 'in-doubt';
  if (live.some((state) => underWay.includes(state))) return 'processing';
  if (live.every((state) => state === 'paid')) return 'paid';
  if (live.some((state) => state === 'returned')) return 'returned';
  return live.some((state) => state === 'paid') ? 'partly-paid' : 'rejected';
};

type PayoutShown = {
  readonly payoutId: string;
  readonly payerId: string;
  readonly gross: Fen;
  readonly tax: Fen;
  readonly net: Fen;
  readonly state: PayoutState;
};

export const payoutAnswer = ({ payoutId, payerId, gross, tax, net, state }: PayoutShown) => ({
  payoutId,
  payerId,
  gross: amountText(gross),
  tax: amountText(tax),
  net: amountText(net),
  state,
});

/** A payout with its life: every step, when, and for each problem a reason in plain words and what comes next. */
export const payoutWithTimeline = (row: PayoutRow) => ({
  ...payoutAnswer(row),
  account: row.account,
  ...row.for,
  taxMethod: row.taxMethod,
  requestedAt: row.requestedAt,
  changedAt: row.changedAt,
  ...(row.orderNo === undefined ? {} : { orderNo: row.orderNo }),
  ...(row.paidAt === undefined ? {} : { paidAt: row.paidAt }),
  ...(row.providerFee === undefined ? {} : { providerFee: amountText(row.providerFee) }),
  ...(row.reissueOf === undefined ? {} : { reissueOf: row.reissueOf }),
  ...(row.reissuedAs === undefined ? {} : { reissuedAs: row.reissuedAs }),
  ...(row.proposal === undefined ? {} : { proposal: row.proposal }),
  ...(row.contradicted === undefined ? {} : { contradicted: true }),
  why: reasonFor(row),
  ...(row.waitingFor === undefined ? {} : { waitingFor: row.waitingFor }),
  ...(row.stopAsked === undefined ? {} : { stopAsked: true }),
  timeline: row.steps.map(stepShown),
});

const stepShown = (step: PayoutStep) => {
  const why = reasonOfStep(step);
  return why === undefined ? step : { ...step, why };
};
