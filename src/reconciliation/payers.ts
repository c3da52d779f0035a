import type { PayerId } from '../../domain/identifiers.ts';
import { everyRow } from '../views/every-row.ts';
import type { ReconcilePorts } from './ports.ts';

/** Payers by merchant number: where several share one, the provider's account is theirs together. */
export type Merchants = ReadonlyMap<string, readonly PayerId[]>;

/** The merchant numbers of all payers, in the order in which the payers were registered. */
export const merchantsOf = async ({
  views,
  ledger,
}: Pick<ReconcilePorts, 'views' | 'ledger'>): Promise<Merchants> => {
  const merchants = new Map<string, PayerId[]>();
  for (const row of everyRow((page) => views.parties('payer', page))) {
    if (row.kind !== 'payer') continue;
    const payerId = row.id;
    const { registered } = await ledger.parties.payer(payerId);
    if (registered === undefined) continue;
    const sharing = merchants.get(registered.merchantNo) ?? [];
    merchants.set(registered.merchantNo, [...sharing, payerId]);
  }
  return merchants;
};
