import { amountFromFact, amountText } from '../money.ts';
import type { CarriedPayout } from './carried.ts';
import type { Payout } from './payout.ts';

/** A payout as the month before handed it on, or as a request begins it. */
export const payoutOf = (payout: CarriedPayout): Payout => ({
  payoutId: payout.payoutId,
  for: payout.for,
  payerId: payout.payerId,
  gross: amountFromFact(payout.gross),
  tax: amountFromFact(payout.tax),
  net: amountFromFact(payout.net),
  taxMethod: payout.taxMethod,
  cardRef: payout.cardRef,
  state: payout.state,
  requestedAt: payout.requestedAt,
  submittedAt: payout.submittedAt,
  orderNo: payout.orderNo,
  paidAt: payout.paidAt,
  reissueOf: payout.reissueOf,
  contradicted: payout.contradicted === true ? 'said earlier' : payout.contradicted,
  waiting: payout.waiting,
  stopAsked: payout.stopAsked === true,
  proposal: payout.proposal,
});

/** The same as a closing writes it down; `payoutOf` reads it. */
export const carriedPayout = (payout: Payout): CarriedPayout => ({
  payoutId: payout.payoutId,
  for: payout.for,
  payerId: payout.payerId,
  gross: amountText(payout.gross),
  tax: amountText(payout.tax),
  net: amountText(payout.net),
  taxMethod: payout.taxMethod,
  cardRef: payout.cardRef,
  state: payout.state,
  requestedAt: payout.requestedAt,
  ...(payout.submittedAt === undefined ? {} : { submittedAt: payout.submittedAt }),
  ...(payout.orderNo === undefined ? {} : { orderNo: payout.orderNo }),
  ...(payout.paidAt === undefined ? {} : { paidAt: payout.paidAt }),
  ...(payout.reissueOf === undefined ? {} : { reissueOf: payout.reissueOf }),
  ...(payout.contradicted === undefined ? {} : { contradicted: payout.contradicted }),
  ...(payout.waiting === undefined ? {} : { waiting: payout.waiting }),
  ...(payout.stopAsked ? { stopAsked: true as const } : {}),
  ...(payout.proposal === undefined ? {} : { proposal: payout.proposal }),
});
