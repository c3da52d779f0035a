import type { PayeeId } from '../domain/identifiers.ts';
import type { Binding, UnbindRequest } from '../domain/payee/state.ts';
import { evolvePayee, unregistered } from '../domain/payee/state.ts';
import { changing, nothing, type Projection } from './projection.ts';

/** The organizations a doctor settles or settled through, and whether the doctor asked to leave. */
export type BindingRow = {
  readonly doctorId: PayeeId;
  /** Oldest first; at most the last has no end. */
  readonly bindings: readonly Binding[];
  readonly unbindRequest?: UnbindRequest;
};

const facts: ReadonlySet<string> = new Set([
  'OrganizationBound',
  'OrganizationUnbound',
  'UnbindRequested',
  'UnbindWithdrawn',
  'UnbindRejected',
  'UnbindReminded',
  'UnbindEscalated',
]);

/** Who is bound to whom, folded by the same function the decider goes by. */
export const bindings: Projection<BindingRow> = {
  name: 'bindings',
  version: 1,
  changes: (recorded) => {
    if (recorded.about !== 'payee' || !facts.has(recorded.fact.type)) return nothing;
    const { fact } = recorded;
    const doctorId = fact.data.payee;
    return changing<BindingRow>(doctorId, (row) => {
      const before = {
        ...unregistered,
        bindings: row?.bindings ?? [],
        unbindRequest: row?.unbindRequest,
      };
      const { bindings: all, unbindRequest } = evolvePayee(before, fact);
      return { doctorId, bindings: all, ...(unbindRequest === undefined ? {} : { unbindRequest }) };
    });
  },
  write: (row) => JSON.stringify(row),
  read: (json) => {
    const { bindings: all, ...row } = JSON.parse(json);
    // What has no end is written without one.
    return { ...row, bindings: all.map((one: Binding) => ({ ...one, until: one.until })) };
  },
  places: ({ doctorId, bindings: all, unbindRequest }) => [
    ...[...new Set(all.map(({ organizationId }) => organizationId))].map((organization) => ({
      group: boundGroup(organization),
      sort: doctorId,
    })),
    ...(unbindRequest === undefined
      ? []
      : [{ group: askingGroup, sort: `${unbindRequest.at} ${doctorId}` }]),
  ],
};

/** Everybody who is or was bound to an organization. */
export const boundGroup = (organization: PayeeId): string => `bound ${organization}`;
/** Doctors who asked to leave and have no answer yet, longest first. */
export const askingGroup = 'asking';
