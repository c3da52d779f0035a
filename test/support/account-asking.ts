import type { AccountCommand, AskedFor, Standing } from '../../domain/account/commands.ts';
import type { WaitingReason } from '../../domain/account/payout-state.ts';
import type { PayerId } from '../../domain/identifiers.ts';
import type { TaxMethod } from '../../domain/tax/tax-rules.ts';
import {
  card,
  doctor,
  earningId,
  hospital,
  month,
  newCard,
  on,
  payout,
  platform,
  policy,
  reference,
  today,
  withdrawal,
  yuan,
} from './ledger-words.ts';

type But<Type extends AccountCommand['type']> = Partial<AskedFor<Type>>;
const about = { payee: doctor, now: today };

/** May be paid: consented, with a card that has long been usable. */
export const mayBePaid: Standing = {
  restricted: false,
  organization: undefined,
  consented: true,
  card: { cardRef: card, usableFrom: on('2026-01-01') },
};
export const untaxed: ReadonlyMap<PayerId, TaxMethod> = new Map([
  [hospital, 'none'],
  [platform, 'none'],
]);
export const taxedMonthly: ReadonlyMap<PayerId, TaxMethod> = new Map([
  [hospital, 'labor-monthly'],
  [platform, 'labor-cumulative'],
]);

export const record = (
  gross: string,
  but: But<'RecordEarning'> = {},
): AskedFor<'RecordEarning'> => ({
  type: 'RecordEarning',
  ...about,
  earningId: earningId('ern-1'),
  payerId: hospital,
  source: 'consultation',
  gross: yuan(gross),
  fee: yuan('0.00'),
  completedAt: on('2026-10-01 09:30'),
  fingerprint: `told-${but.earningId ?? 'ern-1'}`,
  policy,
  ...but,
});

export const reverse = (
  amount: string,
  but: But<'ReverseEarning'> = {},
): AskedFor<'ReverseEarning'> => ({
  type: 'ReverseEarning',
  ...about,
  reversalId: reference('rev-1'),
  earningId: earningId('ern-1'),
  amount: yuan(amount),
  reason: 'refund',
  ...but,
});

export const placeHold = (amount: string, but: But<'PlaceHold'> = {}): AskedFor<'PlaceHold'> => ({
  type: 'PlaceHold',
  ...about,
  holdId: reference('hold-1'),
  payerId: hospital,
  amount: yuan(amount),
  reason: 'complaint',
  ...but,
});
export const releaseHold = (but: But<'ReleaseHold'> = {}): AskedFor<'ReleaseHold'> => ({
  type: 'ReleaseHold',
  ...about,
  holdId: reference('hold-1'),
  ...but,
});

/** Payouts of a withdrawal are numbered after its id: `wdr-1` makes `PWDR101`, `PWDR102` … */
export const withdraw = (
  amount: string | 'all',
  but: But<'RequestWithdrawal'> = {},
): AskedFor<'RequestWithdrawal'> => ({
  type: 'RequestWithdrawal',
  ...about,
  withdrawalId: withdrawal('wdr-1'),
  amount: amount === 'all' ? 'all' : yuan(amount),
  standing: mayBePaid,
  taxMethods: untaxed,
  policy,
  payoutSeed: (but.withdrawalId ?? 'wdr-1').replace('-', '').toUpperCase(),
  ...but,
});
export const firstPayout = payout('PWDR101');

const ofFirst = { ...about, payoutId: firstPayout };
export const submit = (but: But<'SubmitPayout'> = {}): AskedFor<'SubmitPayout'> => ({
  type: 'SubmitPayout',
  ...ofFirst,
  ...but,
});
export const waiting = (
  reason: WaitingReason,
  but: But<'NoteWaiting'> = {},
): AskedFor<'NoteWaiting'> => ({ type: 'NoteWaiting', ...ofFirst, reason, ...but });
export const accepted = (but: But<'RecordAccepted'> = {}): AskedFor<'RecordAccepted'> => ({
  type: 'RecordAccepted',
  ...ofFirst,
  orderNo: 'order-1',
  ...but,
});
export const inDoubt = (but: But<'RecordInDoubt'> = {}): AskedFor<'RecordInDoubt'> => ({
  type: 'RecordInDoubt',
  ...ofFirst,
  reason: 'timeout',
  ...but,
});
export const paid = (but: But<'RecordPaid'> = {}): AskedFor<'RecordPaid'> => ({
  type: 'RecordPaid',
  ...ofFirst,
  providerFee: yuan('0.00'),
  paidAt: on('2026-10-20 10:05'),
  evidence: 'query',
  ...but,
});
export const rejected = (but: But<'RecordRejected'> = {}): AskedFor<'RecordRejected'> => ({
  type: 'RecordRejected',
  ...ofFirst,
  reason: 'name-mismatch',
  providerCode: 'NAME_WRONG',
  evidence: 'query',
  ...but,
});
export const sentBack = (but: But<'RecordReturned'> = {}): AskedFor<'RecordReturned'> => ({
  type: 'RecordReturned',
  ...ofFirst,
  providerFee: yuan('0.00'),
  paidAt: on('2026-10-20 10:05'),
  returnedAt: on('2026-10-23 16:00'),
  reason: 'returned-by-bank',
  evidence: 'query',
  ...but,
});
export const secondPayout = payout('REISSUE1');
export const reissue = (but: But<'ReissuePayout'> = {}): AskedFor<'ReissuePayout'> => ({
  type: 'ReissuePayout',
  ...ofFirst,
  newPayoutId: secondPayout,
  cardRef: newCard,
  by: 'finance:amy',
  ...but,
});
export const cancel = (but: But<'CancelPayout'> = {}): AskedFor<'CancelPayout'> => ({
  type: 'CancelPayout',
  ...ofFirst,
  reason: 'asked by the doctor',
  by: 'finance:amy',
  ...but,
});
export const askToStop = (but: But<'AskToStop'> = {}): AskedFor<'AskToStop'> => ({
  type: 'AskToStop',
  ...ofFirst,
  reason: 'asked by the doctor',
  by: 'finance:amy',
  ...but,
});
export const resolve = (but: But<'ResolvePayout'> = {}): AskedFor<'ResolvePayout'> => ({
  type: 'ResolvePayout',
  ...ofFirst,
  outcome: 'paid',
  note: 'seen on the bank statement',
  by: 'finance:amy',
  ...but,
});

export const propose = (
  amount: string,
  but: But<'ProposeAdjustment'> = {},
): AskedFor<'ProposeAdjustment'> => ({
  type: 'ProposeAdjustment',
  ...about,
  adjustmentId: reference('adj-1'),
  payerId: hospital,
  amount: yuan(amount),
  reason: 'goodwill',
  by: 'finance:amy',
  ...but,
});
export const approve = (but: But<'ApproveAdjustment'> = {}): AskedFor<'ApproveAdjustment'> => ({
  type: 'ApproveAdjustment',
  ...about,
  adjustmentId: reference('adj-1'),
  by: 'finance:ben',
  ...but,
});
export const close = (next = '2026-11'): AskedFor<'ClosePeriod'> => ({
  type: 'ClosePeriod',
  payee: doctor,
  next: month(next),
  now: on(`${next}-01 00:00`),
});
