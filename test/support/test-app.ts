import type { FastifyInstance, InjectOptions } from 'fastify';
import { pino } from 'pino';
import type { Test } from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { memoryKeptFiles } from '../../adapters/memory/kept-files.ts';
import { memoryVault } from '../../adapters/memory/vault.ts';
import { sqliteBillTable } from '../../adapters/sqlite/bill-table.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { zero } from '../../domain/money.ts';
import { providerContracts } from '../../domain/payout/provider-contract.ts';
import { defaultWithdrawalPolicies } from '../../domain/policy/withdrawal-policy.ts';
import { type Instant, instant } from '../../domain/time.ts';
import { type AppPorts, buildApp } from '../../src/app.ts';
import { isIssuerKnown } from '../../src/card-issuer.ts';
import type { Role } from '../../src/http/caller.ts';
import { type Ledger, ledgerOn } from '../../src/ledger/ledger.ts';
import type { NotificationOutcome } from '../../src/payouts/notified.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { developmentToken } from '../../src/tokens.ts';
import { earningIndex } from '../../src/views/earning-index.ts';
import { inProcessViews } from '../../src/views/in-process-views.ts';
import { monthOfWithdrawal } from '../../src/views/withdrawal-index.ts';

/** A provider at which nothing ever moves. */
const quietProvider = {
  providerName: 'quiet',
  provider: {
    bill: async () => ({ outcome: 'not-there' as const }),
    readBill: async function* () {},
    movements: async () => ({ outcome: 'found' as const, items: [], more: false }),
    endOfDayBalance: async () => ({ outcome: 'found' as const, balance: zero }),
  },
  files: memoryKeptFiles(1_000_000),
  billTable: sqliteBillTable,
  contract: () => providerContracts.yeepay[0],
  alarm: () => undefined,
};

const jwtSecret = 'a secret that only tests know, 32 characters';
/** A card whose number looks right, of nobody. */
export const cardNumber = '6228482357073380869';
/** An account number of no organization. */
export const accountNumber = '3558961923120276';
/** The name of nobody. */
export const doctorName = '郭洋霞';

export type Answer = {
  readonly status: number;
  readonly body: Json;
  readonly text: string;
  readonly headers: InjectHeaders;
};
/** What an answer holds is looked at field by field. */
export type Json = { readonly [field: string]: Json } & readonly Json[] & string;
type InjectHeaders = { readonly [name: string]: unknown };

/** The whole service on memory adapters, spoken to without a port. */
export type TestApp = {
  readonly app: FastifyInstance;
  /** For what happens behind the edge, such as the provider's answers. */
  readonly ledger: Ledger;
  readonly call: (
    role: Role | undefined,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    party?: string,
  ) => Promise<Answer>;
  readonly inject: (options: InjectOptions) => Promise<Answer>;
  readonly tokenOf: (role: Role, party?: string) => Promise<string>;
  /** Waits until the views have seen all there is. */
  readonly settled: () => Promise<void>;
  readonly setNow: (text: string) => void;
  readonly setNotified: (outcome: NotificationOutcome) => void;
  /** Everything that was logged. */
  readonly logged: () => string;
  /** Every answer that was given, as one text. */
  readonly answered: () => string;
};

export const buildTestApp = async (
  t: Test,
  { store = memoryEventStore(), ...others }: Partial<AppPorts> = {},
): Promise<TestApp> => {
  let now = at('2026-11-24T10:00:00+08:00');
  let outcome: NotificationOutcome = 'settled';
  const lines: string[] = [];
  const answers: string[] = [];
  const vault = memoryVault();
  const views = await inProcessViews({
    store,
    viewStore: sqliteViewStore({ file: ':memory:' }),
    onStopped: (error) => t.fail(String(error)),
  });
  const policies = defaultWithdrawalPolicies;
  const ledger = ledgerOn({
    store,
    vault,
    policies,
    monthOfWithdrawal: monthOfWithdrawal(store, views),
    ...earningIndex(views, store),
  });
  const app = await buildApp({
    ledger,
    views,
    store,
    vault,
    clock: { now: () => now },
    policies,
    reconciler: new Reconciler({
      ledger,
      store,
      views,
      clock: { now: () => now },
      ...quietProvider,
    }),
    auth: { jwtSecret },
    issuerKnown: isIssuerKnown,
    notified: async () => outcome,
    health: () => ({ stopped: [] }),
    logger: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
    ...others,
  });
  t.teardown(async () => {
    await app.close();
    await views.close();
    await store.close();
  });
  const inject = async (options: InjectOptions): Promise<Answer> => {
    // News go on for ever: only how they begin is looked at.
    const payloadAsStream = /\/events(\?|$)/.test(String(options.url));
    const answer = await app.inject({ ...options, payloadAsStream });
    const { statusCode, headers } = answer;
    const body = payloadAsStream ? await beginningOf(answer.stream()) : answer.body;
    answers.push(JSON.stringify(headers), body);
    const isJson =
      String(headers['content-type']).includes('json') &&
      !String(headers['content-type']).includes('ndjson');
    return {
      status: statusCode,
      text: body,
      body: isJson && body !== '' ? JSON.parse(body) : undefined,
      headers,
    };
  };
  const tokenOf = (role: Role, party?: string) =>
    developmentToken(jwtSecret, { role, sub: party ?? `test-${role}`, party });
  return {
    app,
    ledger,
    inject,
    tokenOf,
    call: async (role, method, url, body, party) => {
      const authorization =
        role === undefined ? {} : { authorization: `Bearer ${await tokenOf(role, party)}` };
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      return inject({
        method,
        url,
        headers: { ...authorization, ...json },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
    },
    settled: async () => {
      const head = await store.head();
      if (head !== undefined && !(await views.caughtUpTo(head, 5_000)))
        t.fail('the views are behind');
    },
    setNow: (text) => {
      now = at(text);
    },
    setNotified: (next) => {
      outcome = next;
    },
    logged: () => lines.join(''),
    answered: () => answers.join('\n'),
  };
};

const beginningOf = async (stream: AsyncIterable<unknown>): Promise<string> => {
  for await (const chunk of stream) return String(chunk);
  return '';
};

const at = (text: string): Instant => {
  const read = instant(text);
  if (read === undefined) throw new Error(`Not an instant: ${text}`);
  return read;
};

/** A payer, and a doctor with consent and card: what most tests begin with. */
export const registerDoctor = async ({ call }: TestApp, doctorId = 'doc-1'): Promise<void> => {
  await call('platform', 'PUT', '/v1/payers/pay-1', {
    legalName: '示例医院',
    merchantNo: '100',
    taxMethod: 'labor-monthly',
  });
  await call('platform', 'PUT', `/v1/doctors/${doctorId}`, {
    kind: 'doctor',
    name: doctorName,
  });
  await call(
    'doctor',
    'PUT',
    `/v1/doctors/${doctorId}/consents/payout`,
    { version: '1', textHash: 'h' },
    doctorId,
  );
  await call(
    'doctor',
    'PUT',
    `/v1/doctors/${doctorId}/bank-card`,
    { cardNumber, bankCode: 'ABC' },
    doctorId,
  );
};

/** An organization, and the doctor bound to it from a day on. */
export const bindDoctor = async (
  { call }: TestApp,
  { doctorId = 'doc-1', organizationId = 'org-1', from = '2026-11-01' } = {},
): Promise<Answer> => {
  await call('platform', 'PUT', `/v1/organizations/${organizationId}`, {
    legalName: '示例机构',
    bankCode: 'ICBC',
    accountNumber,
  });
  const url = `/v1/organizations/${organizationId}/doctors/${doctorId}`;
  return call('organization', 'PUT', url, { from }, organizationId);
};

export const earning = (change: { readonly [field: string]: unknown } = {}) => ({
  earningId: 'e-1',
  doctorId: 'doc-1',
  payerId: 'pay-1',
  source: 'consultation',
  gross: '3000.00',
  completedAt: '2026-11-10T10:00:00+08:00',
  ...change,
});

/** A statement of 80.00 for `org-1`: of a doctor bound to it, for one service of November. */
export const settleSomething = async (app: TestApp, doctorId = 'doc-9'): Promise<Answer> => {
  await registerDoctor(app, doctorId);
  await bindDoctor(app, { doctorId });
  const of = { earningId: `e-${doctorId}`, doctorId, gross: '80.00' };
  await app.call('platform', 'POST', '/v1/earnings', earning(of));
  const asked = { organizationId: 'org-1', payerId: 'pay-1', period: '2026-11' };
  return app.call('finance', 'POST', '/v1/statements', asked);
};
