import type { FactData } from '../domain/account/facts.ts';
import type { PayoutFact } from '../domain/account/payout-facts.ts';
import type { PayoutState } from '../domain/account/payout-state.ts';
import type { PayeeId } from '../domain/identifiers.ts';
import { type Amount, amountFromFact, amountText, zero } from '../domain/money.ts';
import { unreachable } from '../domain/unreachable.ts';
import type { PayoutRow, PayoutStep } from './payout-row.ts';
import { type Change, changing, existing } from './projection.ts';

export const changesOf = (
  account: PayeeId,
  { type, data }: PayoutFact,
): readonly Change<PayoutRow>[] => {
  switch (type) {
    case 'WithdrawalRequested':
      return data.payouts.flatMap((payout) =>
        changing(payout.payoutId, () =>
          requested(account, data.at, {
            ...payout,
            for: { withdrawalId: data.withdrawalId },
            cardRef: data.cardRef,
          }),
        ),
      );
    case 'StatementPayoutRequested': {
      const { payoutId, payerId, gross, cardRef, statementId, at } = data;
      const money = { gross, tax: amountText(zero), net: gross, taxMethod: 'none' as const };
      return changing(payoutId, () =>
        requested(account, at, { payoutId, payerId, ...money, for: { statementId }, cardRef }),
      );
    }
    case 'PayoutWaiting':
      return waiting(data);
    case 'PayoutStopAsked':
      return stopAsked(data);
    case 'PayoutSubmitted':
      return step(data, { state: 'submitted' });
    case 'PayoutAccepted':
      return step(data, { state: 'accepted' }, { orderNo: data.orderNo });
    case 'PayoutInDoubt':
      return step(data, { state: 'in-doubt', reason: data.reason });
    case 'PayoutPaid': {
      const { paidAt, evidence, providerFee } = data;
      return step(
        data,
        { state: 'paid', evidence },
        { paidAt, providerFee: amountFromFact(providerFee) },
      );
    }
    case 'PayoutRejected': {
      const state = data.to === 'returned' ? 'returned' : 'rejected';
      return step(data, { state, reason: data.reason, evidence: data.evidence });
    }
    case 'PayoutReturned':
      return step(data, { state: 'returned', reason: data.reason, evidence: data.evidence });
    case 'PayoutCancelled': {
      const state = data.to === 'returned' ? 'returned' : 'cancelled';
      return step(data, { state, reason: data.reason, by: data.by });
    }
    case 'PayoutReissued':
      return reissued(account, data);
    case 'PayoutResolutionProposed': {
      const { payoutId, outcome, by } = data;
      return changing(payoutId, (row) => ({
        ...existing(row, `payout ${payoutId}`),
        proposal: { outcome, by },
      }));
    }
    case 'PayoutNewsContradicted':
      return changing(data.payoutId, (row) => ({
        ...existing(row, `payout ${data.payoutId}`),
        contradicted: true,
      }));
    default:
      return unreachable(type);
  }
};

type Requested = Pick<PayoutRow, 'payoutId' | 'payerId' | 'for' | 'cardRef' | 'taxMethod'> & {
  readonly [field in 'gross' | 'tax' | 'net']: Amount;
};

const requested = (
  account: PayeeId,
  at: PayoutRow['requestedAt'],
  payout: Requested,
): PayoutRow => ({
  payoutId: payout.payoutId,
  account,
  payerId: payout.payerId,
  for: payout.for,
  gross: amountFromFact(payout.gross),
  tax: amountFromFact(payout.tax),
  net: amountFromFact(payout.net),
  taxMethod: payout.taxMethod,
  cardRef: payout.cardRef,
  state: 'requested',
  requestedAt: at,
  changedAt: at,
  steps: [{ state: 'requested', at }],
});

type About = { readonly payoutId: PayoutRow['payoutId']; readonly at: PayoutRow['changedAt'] };

const step = (
  { payoutId, at }: About,
  taken: Omit<PayoutStep, 'at'>,
  more: Partial<PayoutRow> = {},
): readonly Change<PayoutRow>[] =>
  changing(payoutId, (row) => {
    const { proposal, waitingFor, ...before } = existing(row, `payout ${payoutId}`);
    const state: PayoutState = taken.state;
    return { ...before, ...more, state, changedAt: at, steps: [...before.steps, { ...taken, at }] };
  });

/** Somebody wants it stopped; whether it is, evidence will say. */
const stopAsked = ({
  payoutId,
  by,
  at,
}: FactData<'PayoutStopAsked'>): readonly Change<PayoutRow>[] =>
  changing(payoutId, (row) => {
    const before = existing(row, `payout ${payoutId}`);
    const asked: PayoutStep = { state: before.state, at, reason: 'stop-asked', by };
    return { ...before, stopAsked: true, changedAt: at, steps: [...before.steps, asked] };
  });

/** It stays where it is, and says why. */
const waiting = ({
  payoutId,
  reason,
  at,
}: FactData<'PayoutWaiting'>): readonly Change<PayoutRow>[] =>
  changing(payoutId, (row) => {
    const before = existing(row, `payout ${payoutId}`);
    if (before.waitingFor === reason) return before;
    const { state, steps } = before;
    return {
      ...before,
      waitingFor: reason,
      changedAt: at,
      steps: [...steps, { state, at, reason }],
    };
  });

/** The first payout is over; the one that pays again begins where it stood. */
const reissued = (
  account: PayeeId,
  data: FactData<'PayoutReissued'>,
): readonly Change<PayoutRow>[] => {
  const { payoutId, newPayoutId, payerId, net, cardRef, by, at } = data;
  const money = { gross: net, tax: amountText(zero), net, taxMethod: 'none' as const };
  return [
    ...step(data, { state: 'reissued', by }, { reissuedAs: newPayoutId }),
    ...changing<PayoutRow>(newPayoutId, () => ({
      ...requested(account, at, {
        payoutId: newPayoutId,
        payerId,
        ...money,
        for: data.for,
        cardRef,
      }),
      reissueOf: payoutId,
    })),
  ];
};
