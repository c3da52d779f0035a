import type { Decider } from '../decider.ts';
import type { CardRef, PayeeId } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';

/** Facts about a service organization. Its account number lies in the vault. */
export type OrganizationFact =
  | OrganizationFactOf<'OrganizationRegistered', Account & { readonly legalName: string }>
  /** The bank account it is paid to; finance has verified it anew. */
  | OrganizationFactOf<'OrganizationAccountChanged', Account & { readonly by: string }>
  | OrganizationFactOf<'OrganizationTermsSet', Terms & { readonly by: string }>;

type Account = { readonly bankCode: string; readonly accountRef: CardRef };
/** What its contract says. */
export type Terms = {
  /** Whether a doctor is shown what was attributed to them. */
  readonly attributionShown: boolean;
};

type OrganizationFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & { readonly organizationId: PayeeId; readonly at: Instant };
};

export type Organization = {
  readonly registered: (Account & { readonly legalName: string; readonly at: Instant }) | undefined;
  /** As it was registered: said again, it is still the same organization. */
  readonly first: Account | undefined;
  readonly terms: Terms;
};

export type OrganizationCommand =
  | AskedOfOrganization<'RegisterOrganization', Account & { readonly legalName: string }>
  | AskedOfOrganization<'ChangeAccount', Account & { readonly by: string }>
  | AskedOfOrganization<'SetTerms', Terms & { readonly by: string }>;

type AskedOfOrganization<Type extends string, Content> = {
  readonly type: Type;
  readonly organizationId: PayeeId;
  readonly now: Instant;
} & Content;

export type OrganizationRefusal =
  | { readonly code: 'organization-differs'; readonly organizationId: PayeeId }
  | { readonly code: 'organization-unknown'; readonly organizationId: PayeeId };

const decide = (
  command: OrganizationCommand,
  { registered, first, terms }: Organization,
): Result<readonly OrganizationFact[], OrganizationRefusal> => {
  const { organizationId, now: at } = command;
  if (command.type === 'RegisterOrganization') {
    const { legalName, bankCode, accountRef } = command;
    const data = { organizationId, legalName, bankCode, accountRef, at };
    if (registered === undefined) return ok([{ type: 'OrganizationRegistered', data }]);
    const isKnown = [first, registered].some((account) => isSame(account, command));
    return isKnown && registered.legalName === legalName
      ? ok([])
      : refuse({ code: 'organization-differs', organizationId });
  }
  if (registered === undefined) return refuse({ code: 'organization-unknown', organizationId });
  switch (command.type) {
    case 'ChangeAccount': {
      const { bankCode, accountRef, by } = command;
      const data = { organizationId, bankCode, accountRef, by, at };
      return isSame(registered, command)
        ? ok([])
        : ok([{ type: 'OrganizationAccountChanged', data }]);
    }
    case 'SetTerms': {
      const { attributionShown, by } = command;
      return terms.attributionShown === attributionShown
        ? ok([])
        : ok([
            { type: 'OrganizationTermsSet', data: { organizationId, attributionShown, by, at } },
          ]);
    }
    default:
      return unreachable(command);
  }
};

const isSame = (account: Account | undefined, { bankCode, accountRef }: Account): boolean =>
  account?.bankCode === bankCode && account.accountRef === accountRef;

const evolve = (before: Organization, { type, data }: OrganizationFact): Organization => {
  switch (type) {
    case 'OrganizationRegistered':
      return { ...before, registered: data, first: data };
    case 'OrganizationAccountChanged': {
      const { bankCode, accountRef } = data;
      return before.registered === undefined
        ? before
        : { ...before, registered: { ...before.registered, bankCode, accountRef } };
    }
    case 'OrganizationTermsSet':
      return { ...before, terms: { attributionShown: data.attributionShown } };
    default:
      return unreachable(type);
  }
};

/** All the rules about a service organization. What was attributed is private until its contract says otherwise. */
export const organizationDecider: Decider<
  OrganizationCommand,
  Organization,
  OrganizationFact,
  OrganizationRefusal
> = {
  initialState: { registered: undefined, first: undefined, terms: { attributionShown: false } },
  decide,
  evolve,
};

export const organizationStream = (organization: PayeeId): string => `organization-${organization}`;
