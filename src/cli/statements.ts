import { z } from 'zod';
import { amountFromFact, amountText, plus, zero } from '../../domain/money.ts';
import { developmentToken } from '../tokens.ts';
import { type ServiceClient, serviceClient } from './service-client.ts';

const run = z.object({
  run: z.number(),
  outcome: z.enum(['done', 'failed']),
  counts: z.record(z.string(), z.number()),
  position: z.string().optional(),
});
const page = z.object({
  items: z.array(
    z.object({
      statementId: z.string(),
      organizationId: z.string(),
      payerId: z.string(),
      version: z.number(),
      state: z.string(),
      lineCount: z.number(),
      total: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
export type StatementSeen = z.output<typeof page>['items'][number];

export type StatementsIssued = Omit<z.output<typeof run>, 'position'> & {
  readonly period: string;
  readonly statements: readonly StatementSeen[];
  /** Of those that stand: neither voided nor disputed. */
  readonly total: string;
};

/** Issues what is missing of a month's statements and lists them all, as finance, over the contract. */
export const issueStatements = async (
  finance: ServiceClient,
  period: string,
): Promise<StatementsIssued> => {
  const { status, body } = await finance.call('POST', '/v1/statement-runs', { period });
  if (status !== 200) throw new Error(`the run was refused: ${JSON.stringify(body)}`);
  const { position, ...made } = run.parse(body);
  const statements: StatementSeen[] = [];
  for await (const one of statementsOf(finance, period, position)) statements.push(one);
  const sum = statements
    .filter(({ state }) => state !== 'voided' && state !== 'disputed')
    .reduce((all, { total }) => plus(all, amountFromFact(total)), zero);
  return { period, ...made, statements, total: amountText(sum) };
};

/** A month's statements; with a position, as they are after it. */
export async function* statementsOf(
  finance: ServiceClient,
  period: string,
  position?: string,
): AsyncGenerator<StatementSeen> {
  const seen = position === undefined ? '' : `&at-least=${encodeURIComponent(position)}`;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/v1/statements?period=${period}&limit=1000${after}${seen}`;
    const { items, next } = page.parse((await finance.call('GET', path)).body);
    yield* items;
    cursor = next;
  }
}

/** As finance: with the token given, or one made from the development secret. */
export const financeClient = async (
  url: string,
  token: string | undefined,
  secret: () => string,
): Promise<ServiceClient> => {
  const who = { role: 'finance', sub: 'lotus-statements' } as const;
  return serviceClient(url, token ?? (await developmentToken(secret(), who)));
};

/** What was issued, for people: a line a statement, and what the run did. */
export const statementLines = ({ run: no, counts, statements, total }: StatementsIssued): string =>
  [
    ...statements.map(
      ({ statementId, organizationId, payerId, lineCount, total: of, state }) =>
        `${statementId}  ${organizationId}  ${payerId}  ${lineCount} lines  ${of}  ${state}`,
    ),
    `run ${no}: ${Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}; ${total} in all`,
    '',
  ].join('\n');
