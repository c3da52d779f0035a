import type { Decider } from '../decider.ts';
import type { CardRef, PayeeId } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';

/** Facts about a service organization. Its account number lies in the vault. */
export type OrganizationFact = {
  readonly type: 'OrganizationRegistered';
  readonly data: {
    readonly organizationId: PayeeId;
    readonly legalName: string;
    readonly bankCode: string;
    readonly accountRef: CardRef;
    readonly at: Instant;
  };
};

export type Organization = {
  readonly registered:
    | {
        readonly legalName: string;
        readonly bankCode: string;
        readonly accountRef: CardRef;
        readonly at: Instant;
      }
    | undefined;
};

export type OrganizationCommand = {
  readonly type: 'RegisterOrganization';
  readonly organizationId: PayeeId;
  readonly legalName: string;
  readonly bankCode: string;
  readonly accountRef: CardRef;
  readonly now: Instant;
};

export type OrganizationRefusal = {
  readonly code: 'organization-differs';
  readonly organizationId: PayeeId;
};

const decide = (
  { organizationId, legalName, bankCode, accountRef, now }: OrganizationCommand,
  { registered }: Organization,
): Result<readonly OrganizationFact[], OrganizationRefusal> => {
  if (registered !== undefined) {
    return registered.legalName === legalName &&
      registered.bankCode === bankCode &&
      registered.accountRef === accountRef
      ? ok([])
      : refuse({ code: 'organization-differs', organizationId });
  }
  return ok([
    {
      type: 'OrganizationRegistered',
      data: { organizationId, legalName, bankCode, accountRef, at: now },
    },
  ]);
};

const evolve = (_: Organization, { type, data }: OrganizationFact): Organization => {
  switch (type) {
    case 'OrganizationRegistered':
      return { registered: data };
    default:
      return unreachable(type);
  }
};

/** All the rules about a service organization. */
export const organizationDecider: Decider<
  OrganizationCommand,
  Organization,
  OrganizationFact,
  OrganizationRefusal
> = { initialState: { registered: undefined }, decide, evolve };

export const organizationStream = (organization: PayeeId): string => `organization-${organization}`;
