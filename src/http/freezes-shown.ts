import type { PayerId } from '../../domain/identifiers.ts';
import { type FreezeScope, scopeOfProvider } from '../../domain/payout/freeze-scope.ts';
import { providerIds } from '../../domain/payout/provider-contract.ts';
import type { PartyRow } from '../../projections/party-rows.ts';
import { freezesShown } from './freeze-answer.ts';
import { readAsked } from './read-asked.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';

/** More frozen payers than anybody looks through. */
const payersShownMax = 1_000;

export const listFreezes: Routes = (tools) => async (app) => {
  app.get(
    '/v1/freezes',
    {
      onRequest: tools.gate(['finance', 'auditor']),
      schema: {
        summary: 'Everything that is stopped',
        querystring: readAsked,
        response: { 200: freezesShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const asOf = tools.views.position();
      return { items: [...(await freezesNow(tools))], asOf };
    },
  );
};

export type FreezeShown = {
  readonly scope: FreezeScope | 'payer';
  readonly payerId?: PayerId;
  readonly reason?: string;
  readonly by?: string;
  readonly since?: string;
  readonly unfreezeProposedBy?: string;
};

/** What is stopped right now: the big switches by the log itself, payers by the views. */
export const freezesNow = async ({
  ledger,
  views,
}: Pick<RouteTools, 'ledger' | 'views'>): Promise<readonly FreezeShown[]> => {
  const found: FreezeShown[] = [];
  for (const scope of ['all', ...providerIds.map(scopeOfProvider)] as const) {
    const { frozen, unfreezeProposedBy } = await ledger.parties.freeze(scope);
    if (frozen !== undefined)
      found.push({
        scope,
        ...frozen,
        ...(unfreezeProposedBy === undefined ? {} : { unfreezeProposedBy }),
      });
  }
  const { items } = views.parties('frozen payer', { limit: payersShownMax }).answer;
  return [
    ...found,
    ...items.filter(isPayer).map(({ id }) => ({ scope: 'payer' as const, payerId: id })),
  ];
};

const isPayer = (row: PartyRow): row is Extract<PartyRow, { kind: 'payer' }> =>
  row.kind === 'payer';
