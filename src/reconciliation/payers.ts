import type { PayerId } from '../../domain/identifiers.ts';
import type { ReconcilePorts } from './ports.ts';

/** Payers by merchant number: where several share one, the provider's account is theirs together. */
export type Merchants = ReadonlyMap<string, readonly PayerId[]>;

const page = 1_000;

/** The merchant numbers of all payers, in the order in which the payers were registered. */
export const merchantsOf = async ({
  views,
  ledger,
}: Pick<ReconcilePorts, 'views' | 'ledger'>): Promise<Merchants> => {
  const merchants = new Map<string, PayerId[]>();
  let after: string | undefined;
  do {
    const { items, next } = views.parties('payer', { limit: page, after }).answer;
    for (const { id } of items) {
      const payerId = id as PayerId;
      const { registered } = await ledger.parties.payer(payerId);
      if (registered === undefined) continue;
      const sharing = merchants.get(registered.merchantNo) ?? [];
      merchants.set(registered.merchantNo, [...sharing, payerId]);
    }
    after = next;
  } while (after !== undefined);
  return merchants;
};
