import type { PartyRow } from './party-rows.ts';
import { changing, nothing, type Projection } from './projection.ts';

/** Who is registered: doctors, assistants, organizations, payers. No names. */
export const parties: Projection<PartyRow> = {
  name: 'parties',
  version: 2,
  changes: (recorded) => {
    switch (recorded.about) {
      case 'payer': {
        const { type, data } = recorded.fact;
        const payer = { kind: 'payer' as const, id: data.payerId, registeredAt: data.at };
        const key = payerKey(data.payerId);
        if (type === 'PayerRegistered') return changing<PartyRow>(key, () => payer);
        if (type === 'PayerFrozen')
          return changing<PartyRow>(key, (row) => ({
            ...payer,
            ...row,
            kind: 'payer',
            id: data.payerId,
            frozen: true,
          }));
        if (type === 'PayerUnfrozen')
          return changing<PartyRow>(key, (row) => ({
            ...payer,
            registeredAt: row?.registeredAt ?? data.at,
          }));
        return nothing;
      }
      case 'organization': {
        if (recorded.fact.type !== 'OrganizationRegistered') return nothing;
        const { organizationId: id, at } = recorded.fact.data;
        return changing<PartyRow>(payeeKey(id), () => ({
          kind: 'organization',
          id,
          registeredAt: at,
        }));
      }
      case 'payee': {
        const { type, data } = recorded.fact;
        const key = payeeKey(data.payee);
        if (type === 'PayeeRegistered')
          return changing<PartyRow>(key, () => ({
            kind: data.kind,
            id: data.payee,
            registeredAt: data.at,
          }));
        if (type === 'OrganizationBound')
          return changing<PartyRow>(key, (row) => boundTo(row, data.organizationId));
        if (type === 'OrganizationUnbound')
          return changing<PartyRow>(key, (row) => boundTo(row, undefined));
        return nothing;
      }
      case 'account':
      case 'practice':
      case 'freeze':
      case 'job':
      case 'lease':
      case 'reconciliation':
      case 'statement':
      case 'settlement':
      case 'invoice':
        return nothing;
    }
  },
  write: (row) => JSON.stringify(row),
  read: (json) => JSON.parse(json),
  places: (row) => [
    { group: row.kind, sort: row.id },
    ...('frozen' in row ? [{ group: 'frozen payer', sort: row.id }] : []),
    ...('organizationId' in row ? [{ group: `bound to ${row.organizationId}`, sort: row.id }] : []),
  ],
};

const boundTo = (
  row: PartyRow | undefined,
  organizationId: PartyRow['id'] | undefined,
): PartyRow => {
  if (row === undefined || row.kind === 'payer' || row.kind === 'organization') {
    throw new Error('Only a registered person can be bound');
  }
  const { kind, id, registeredAt } = row;
  const person = { kind, id, registeredAt };
  return organizationId === undefined
    ? person
    : { ...person, organizationId: organizationId as typeof id };
};

export const payerKey = (id: string): string => `payer ${id}`;
export const payeeKey = (id: string): string => `payee ${id}`;
