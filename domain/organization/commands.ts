import type { PayeeId } from '../identifiers.ts';
import type { Instant } from '../time.ts';
import type { BankAccount, Terms } from './facts.ts';

export type OrganizationCommand =
  | AskedOfOrganization<'RegisterOrganization', BankAccount & { readonly legalName: string }>
  | AskedOfOrganization<'ChangeAccount', BankAccount & { readonly by: string }>
  | AskedOfOrganization<'SetTerms', Terms & { readonly by: string }>;

type AskedOfOrganization<Type extends string, Content> = {
  readonly type: Type;
  readonly organizationId: PayeeId;
  readonly now: Instant;
} & Content;

export type OrganizationRefusal =
  | { readonly code: 'organization-differs'; readonly organizationId: PayeeId }
  | { readonly code: 'organization-unknown'; readonly organizationId: PayeeId };
