import type { CardRef, PayoutId } from '../identifiers.ts';
import type { Fen } from '../money.ts';
import type { PaymentFailure } from '../ports/payment-order.ts';
import type { Instant } from '../time.ts';
import type { Asked } from './commands.ts';
import type { Evidence, WaitingReason } from './payout-state.ts';

/** What may be asked about one payout of the account: of its way to the provider, of news about it, by finance. */
export type PayoutCommand =
  | Asked<'NoteWaiting', OfPayout & { readonly reason: WaitingReason }>
  | Asked<'AskToStop', OfPayout & { readonly reason: string; readonly by: string }>
  | Asked<'SubmitPayout', OfPayout>
  | Asked<'RecordAccepted', OfPayout & { readonly orderNo: string }>
  | Asked<'RecordInDoubt', OfPayout & { readonly reason: string }>
  | Asked<
      'RecordPaid',
      OfPayout & {
        readonly providerFee: Fen;
        readonly paidAt: Instant;
        readonly evidence: Evidence;
      }
    >
  | Asked<
      'RecordRejected',
      OfPayout & {
        readonly reason: PaymentFailure;
        readonly providerCode: string;
        readonly evidence: Evidence;
      }
    >
  | Asked<
      'RecordReturned',
      OfPayout & {
        readonly providerFee: Fen;
        readonly paidAt: Instant;
        readonly returnedAt: Instant;
        readonly reason: string;
        readonly evidence: Evidence;
      }
    >
  | Asked<
      'ReissuePayout',
      OfPayout & { readonly newPayoutId: PayoutId; readonly cardRef: CardRef; readonly by: string }
    >
  | Asked<'CancelPayout', OfPayout & { readonly reason: string; readonly by: string }>
  | Asked<
      'ResolvePayout',
      OfPayout & {
        readonly outcome: 'paid' | 'rejected';
        readonly note: string;
        readonly by: string;
      }
    >;

type OfPayout = { readonly payoutId: PayoutId };
