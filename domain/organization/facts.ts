import type { CardRef, PayeeId } from '../identifiers.ts';
import type { Instant } from '../time.ts';

/** Facts about a service organization. Its account number lies in the vault. */
export type OrganizationFact =
  | OrganizationFactOf<'OrganizationRegistered', BankAccount & { readonly legalName: string }>
  /** The bank account it is paid to; finance has verified it anew. */
  | OrganizationFactOf<'OrganizationAccountChanged', BankAccount & { readonly by: string }>
  | OrganizationFactOf<'OrganizationTermsSet', Terms & { readonly by: string }>;

export type BankAccount = { readonly bankCode: string; readonly accountRef: CardRef };
/** What its contract says. */
export type Terms = {
  /** Whether a doctor is shown what was attributed to them. */
  readonly attributionShown: boolean;
};

type OrganizationFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & { readonly organizationId: PayeeId; readonly at: Instant };
};
