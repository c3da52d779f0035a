import type { CardRef, PayeeId } from '../identifiers.ts';
import type { Day, Instant } from '../time.ts';

export type PayeeKind = 'doctor' | 'assistant';

/** Facts about a person who is paid. No name, card or phone: those lie in the vault. */
export type PayeeFact =
  | PayeeFactOf<'PayeeRegistered', { readonly kind: PayeeKind }>
  | PayeeFactOf<
      'ConsentGiven',
      { readonly purpose: 'payout'; readonly version: string; readonly textHash: string }
    >
  | PayeeFactOf<'ConsentWithdrawn', { readonly purpose: 'payout' }>
  | PayeeFactOf<
      'BankCardBound',
      { readonly cardRef: CardRef; readonly bankCode: string; readonly usableFrom: Instant }
    >
  | PayeeFactOf<'BankCardRemoved', { readonly cardRef: CardRef }>
  | PayeeFactOf<'OrganizationBound', { readonly organizationId: PayeeId; readonly from: Day }>
  | PayeeFactOf<'UnbindRequested', { readonly organizationId: PayeeId; readonly reason?: string }>
  | PayeeFactOf<'UnbindWithdrawn', { readonly organizationId: PayeeId }>
  /** No answer for so many days: the organization is told again, later finance is told. */
  | PayeeFactOf<'UnbindReminded', { readonly organizationId: PayeeId }>
  | PayeeFactOf<'UnbindEscalated', { readonly organizationId: PayeeId }>
  | PayeeFactOf<'UnbindRejected', { readonly organizationId: PayeeId; readonly reason: string }>
  | PayeeFactOf<
      'OrganizationUnbound',
      { readonly organizationId: PayeeId; readonly by: 'request' | 'organization' }
    >
  | PayeeFactOf<'PayeeRestricted', { readonly reason: string }>
  | PayeeFactOf<'PayeeReleased', Record<never, never>>
  | PayeeFactOf<'PersonalDataShredded', { readonly purposes: readonly string[] }>
  | PayeeFactOf<'PayeeClosed', { readonly reason: string }>;

type PayeeFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & { readonly payee: PayeeId; readonly at: Instant };
};
