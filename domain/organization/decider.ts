import type { Decider } from '../decider.ts';
import type { PayeeId } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { OrganizationCommand, OrganizationRefusal } from './commands.ts';
import type { BankAccount, OrganizationFact, Terms } from './facts.ts';

export type Organization = {
  readonly registered:
    | (BankAccount & { readonly legalName: string; readonly at: Instant })
    | undefined;
  /** As it was registered: said again, it is still the same organization. */
  readonly first: BankAccount | undefined;
  readonly terms: Terms;
};

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

const isSame = (account: BankAccount | undefined, { bankCode, accountRef }: BankAccount): boolean =>
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
