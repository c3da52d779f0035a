import { setTimeout as pause } from 'node:timers/promises';
import { amountFromFact, amountText, type Fen, plus, total, zero } from '../../domain/money.ts';
import { issueStatements, type StatementSeen, statementsOf } from '../cli/statements.ts';
import type { Clients } from './clients.ts';
import type { Sample } from './sample.ts';

const lookEveryMs = 250;
const item = '技术服务费';
const id = encodeURIComponent;

/** What was paid to organizations, by payer. */
export type Settled = { readonly [organization: string]: { readonly [payer: string]: string } };

/**
 * Settles every organization: finance issues the month's statements, each organization confirms and
 * invoices its own, and the service pays them. Waits until all of them are paid.
 */
export const settleOrganizations = async (
  clients: Clients,
  { payers }: Sample,
  period: string,
  patienceMs: number,
  say: (line: string) => void,
): Promise<Settled> => {
  const finance = await clients.as('finance');
  const { statements, counts, total: owed } = await issueStatements(finance, period);
  say(`${statements.length} statements of ${owed}: ${JSON.stringify(counts)}`);
  const nameOf = new Map(payers.map(({ payerId, legalName }) => [payerId, legalName]));
  for (const { statementId, organizationId, payerId, total: of } of statements) {
    const path = `/v1/statements/${id(statementId)}`;
    await clients.must('organization', organizationId, 'POST', `${path}/confirm`);
    await clients.must('organization', organizationId, 'POST', `${path}/invoice`, {
      invoiceNo: `demo-${statementId}`,
      total: of,
      buyer: nameOf.get(payerId) ?? payerId,
      item,
    });
  }
  const until = Date.now() + patienceMs;
  for (;;) {
    const seen: StatementSeen[] = [];
    for await (const one of statementsOf(finance, period)) seen.push(one);
    const open = seen.filter(({ state }) => state !== 'paid');
    if (open.length === 0) return byOrganization(seen);
    if (Date.now() > until) throw new Error(`${open.length} statements are not paid`);
    await pause(lookEveryMs);
  }
};

const byOrganization = (statements: readonly StatementSeen[]): Settled => {
  const sums = new Map<string, Map<string, Fen>>();
  for (const { organizationId, payerId, total: of } of statements) {
    const ofPayers = sums.get(organizationId) ?? new Map<string, Fen>();
    ofPayers.set(payerId, plus(ofPayers.get(payerId) ?? zero, amountFromFact(of)));
    sums.set(organizationId, ofPayers);
  }
  return Object.fromEntries(
    [...sums].map(([organization, ofPayers]) => [
      organization,
      Object.fromEntries([...ofPayers].map(([payer, of]) => [payer, amountText(of)])),
    ]),
  );
};

export const sumOfSettled = (settled: Settled): Fen =>
  total(Object.values(settled).flatMap((of) => Object.values(of).map(amountFromFact)));
