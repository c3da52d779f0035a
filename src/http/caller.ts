export const roles = ['doctor', 'organization', 'finance', 'platform', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Who asks, as the token says. */
export type Caller = {
  readonly role: Role;
  readonly sub: string;
  /** The doctorId or organizationId of a doctor or an organization. */
  readonly party: string | undefined;
  /** `role:sub`, for the metadata of facts. */
  readonly actor: string;
};
