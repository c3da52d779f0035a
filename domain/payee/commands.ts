import type { CardRef, PayeeId } from '../identifiers.ts';
import type { WithdrawalPolicy } from '../policy/withdrawal-policy.ts';
import type { Day, Instant } from '../time.ts';
import type { PayeeKind } from './facts.ts';

/** What may be asked about a person who is paid. The vault has been asked before; only references come in. */
export type PayeeCommand =
  | AskedOfPayee<
      'RegisterPayee',
      { readonly kind: PayeeKind; readonly name: 'stored' | 'same' | 'differs' }
    >
  | AskedOfPayee<
      'GiveConsent',
      { readonly purpose: 'payout'; readonly version: string; readonly textHash: string }
    >
  | AskedOfPayee<'WithdrawConsent', { readonly purpose: 'payout' }>
  | AskedOfPayee<
      'BindBankCard',
      { readonly cardRef: CardRef; readonly bankCode: string; readonly policy: WithdrawalPolicy }
    >
  | AskedOfPayee<'RemoveBankCard', Record<never, never>>
  | AskedOfPayee<'BindToOrganization', { readonly organizationId: PayeeId; readonly from: Day }>
  | AskedOfPayee<'RequestUnbind', { readonly reason?: string | undefined }>
  | AskedOfPayee<'WithdrawUnbindRequest', Record<never, never>>
  | AskedOfPayee<
      'RemindOfUnbind',
      { readonly reminderDays: number; readonly escalationDays: number }
    >
  | AskedOfPayee<'RejectUnbind', { readonly organizationId: PayeeId; readonly reason: string }>
  | AskedOfPayee<'ConfirmUnbind', { readonly organizationId: PayeeId }>
  | AskedOfPayee<'UnbindByOrganization', { readonly organizationId: PayeeId }>
  | AskedOfPayee<'Restrict', { readonly reason: string }>
  | AskedOfPayee<'Release', Record<never, never>>;

type AskedOfPayee<Type extends string, Content> = {
  readonly type: Type;
  readonly payee: PayeeId;
  readonly now: Instant;
} & Content;
export type PayeeCommandOf<Type extends PayeeCommand['type']> = Extract<
  PayeeCommand,
  { readonly type: Type }
>;

export type PayeeRefusal =
  | { readonly code: 'doctor-unknown'; readonly doctorId: PayeeId }
  | { readonly code: 'doctor-differs'; readonly doctorId: PayeeId }
  | { readonly code: 'account-closed' }
  | { readonly code: 'consent-missing'; readonly purpose: 'payout' }
  | { readonly code: 'card-missing' }
  | { readonly code: 'already-bound'; readonly organizationId: PayeeId }
  | { readonly code: 'binding-overlaps'; readonly organizationId: PayeeId }
  | { readonly code: 'not-bound' }
  | { readonly code: 'unbind-not-requested' };
