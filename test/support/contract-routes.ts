import type { Role } from '../../src/http/caller.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** A route of the contract: who may use it, and a body that it takes. */
export type ContractRoute = {
  readonly route: string;
  readonly who: readonly Role[];
  readonly body?: { readonly [field: string]: unknown };
};

const route = (
  line: string,
  who: string,
  body?: { readonly [field: string]: unknown },
): ContractRoute => ({
  route: line,
  who: who.split(' ') as Role[],
  ...(body === undefined ? {} : { body }),
});

const amount = '10.00';
const at = '2026-11-20T10:00:00+08:00';
const of = { doctorId: 'doc-1', payerId: 'pay-1' };
const reason = 'as agreed';

/** Every route behind a token. Whoever adds one adds a line here, and says who may use it. */
export const contractRoutes: readonly ContractRoute[] = [
  route('PUT /v1/payers/{payerId}', 'platform finance', {
    legalName: '示例医院',
    merchantNo: '100',
    taxMethod: 'labor-monthly',
  }),
  route('GET /v1/payers/{payerId}', 'finance auditor'),
  route('POST /v1/payers/{payerId}/freeze', 'finance', { reason }),
  route('POST /v1/payers/{payerId}/unfreeze', 'finance'),
  route('POST /v1/providers/{provider}/freeze', 'finance', { reason }),
  route('POST /v1/providers/{provider}/unfreeze', 'finance'),
  route('POST /v1/payouts/freeze', 'finance', { reason }),
  route('POST /v1/payouts/unfreeze', 'finance'),
  route('GET /v1/freezes', 'finance auditor'),
  route('POST /v1/payers/{payerId}/fundings', 'finance', {
    fundingId: 'f-1',
    amount,
    receivedAt: at,
  }),
  route('GET /v1/doctors', 'platform finance auditor'),
  route('PUT /v1/doctors/{doctorId}', 'platform', { kind: 'doctor', name: '郭洋霞' }),
  route('PUT /v1/doctors/{doctorId}/consents/{purpose}', 'doctor', { version: '1', textHash: 'h' }),
  route('PUT /v1/doctors/{doctorId}/bank-card', 'doctor', {
    cardNumber: '6228482357073380869',
    bankCode: 'ABC',
    confirmed: true,
  }),
  route('GET /v1/doctors/{doctorId}/bank-card', 'doctor'),
  route('POST /v1/earnings', 'platform', {
    earningId: 'e-1',
    ...of,
    source: 'consultation',
    gross: '1000.00',
    platformFee: '1.00',
    completedAt: '2026-11-10T10:00:00+08:00',
    serviceRef: 's-1',
    patientRef: 'p-1',
    contractRef: 'c-1',
    team: [{ doctorId: 'doc-1', share: '1' }],
  }),
  route('POST /v1/earnings/batch', 'platform'),
  route('GET /v1/earnings/{earningId}', 'doctor platform finance auditor'),
  route('POST /v1/earnings/{earningId}/reversals', 'platform finance', {
    reversalId: 'r-1',
    doctorId: 'doc-1',
    amount,
    reason,
  }),
  route('POST /v1/doctors/{doctorId}/holds', 'platform finance', {
    holdId: 'h-1',
    payerId: 'pay-1',
    amount,
    reason,
    earningId: 'e-1',
  }),
  route('POST /v1/doctors/{doctorId}/holds/{holdId}/release', 'platform finance'),
  route('POST /v1/adjustments', 'finance', { adjustmentId: 'a-1', ...of, amount, reason }),
  route('POST /v1/adjustments/{adjustmentId}/approve', 'finance'),
  route('GET /v1/doctors/{doctorId}/balance', 'doctor finance auditor'),
  route('GET /v1/doctors/{doctorId}/entries', 'doctor finance auditor'),
  route('POST /v1/reviews', 'platform', {
    reviewId: 'rv-1',
    doctorId: 'doc-1',
    rating: 5,
    serviceRef: 's-1',
    reviewedAt: at,
  }),
  route('GET /v1/doctors/{doctorId}/events', 'doctor finance auditor'),
  route('GET /v1/payers/{payerId}/withholding/{month}', 'finance auditor'),
  route('GET /v1/doctors/{doctorId}/achievements', 'doctor finance auditor'),
  route('GET /v1/doctors/{doctorId}/statements/{month}', 'doctor finance auditor'),
  route('POST /v1/doctors/{doctorId}/withdrawals/quote', 'doctor', { amount: 'all' }),
  route('POST /v1/doctors/{doctorId}/withdrawals', 'doctor', {
    withdrawalId: 'w-1',
    amount: '100.00',
  }),
  route('GET /v1/withdrawals/{withdrawalId}', 'doctor finance auditor'),
  route('GET /v1/payouts', 'finance auditor'),
  route('GET /v1/payouts/{payoutId}', 'finance auditor'),
  route('POST /v1/payouts/{payoutId}/cancel', 'finance', { reason }),
  route('POST /v1/payouts/{payoutId}/reissue', 'finance'),
  route('POST /v1/payouts/{payoutId}/resolve', 'finance', { outcome: 'paid', evidence: reason }),
  route('POST /v1/statements', 'finance', {
    organizationId: 'org-1',
    payerId: 'pay-1',
    period: '2026-11',
  }),
  route('POST /v1/statement-runs', 'finance', { period: '2026-11' }),
  route('GET /v1/statement-runs/{month}', 'finance auditor'),
  route('GET /v1/statements', 'finance auditor'),
  route('GET /v1/statements/{statementId}', 'organization finance auditor'),
  route('GET /v1/organizations/{organizationId}/statements', 'organization finance auditor'),
  route('POST /v1/statements/{statementId}/confirm', 'organization'),
  route('POST /v1/statements/{statementId}/dispute', 'organization', { lines: [1], reason }),
  route('POST /v1/statements/{statementId}/invoice', 'organization', {
    invoiceNo: 'inv-1',
    total: '80.00',
    buyer: 'pay-1',
    item: '技术服务费',
  }),
  route('POST /v1/statements/{statementId}/pay', 'finance'),
  route('POST /v1/statements/{statementId}/void', 'finance', { reason }),
  route('PUT /v1/organizations/{organizationId}/account', 'finance', {
    bankCode: 'ICBC',
    accountNumber: '3558961923120277',
  }),
  route('PUT /v1/organizations/{organizationId}/terms', 'finance', { attributionShown: true }),
  route('GET /v1/organizations/{organizationId}/months', 'organization finance auditor'),
  route('GET /v1/organizations/{organizationId}/attributions', 'organization finance auditor'),
  route('GET /v1/organizations/{organizationId}/doctors', 'organization finance auditor'),
  route('GET /v1/unbind-requests', 'finance auditor'),
  route('GET /v1/doctors/{doctorId}/organizations', 'doctor finance auditor'),
  route(
    'GET /v1/doctors/{doctorId}/organizations/{organizationId}/attributions',
    'doctor finance auditor',
  ),
  route('POST /v1/reconciliations', 'finance', { date: '2026-11-20' }),
  route('GET /v1/reconciliations', 'finance auditor'),
  route('GET /v1/reconciliations/{date}', 'finance auditor'),
  route('GET /v1/reconciliations/{date}/breaks', 'finance auditor'),
  route('POST /v1/reconciliations/{date}/sign-off', 'finance'),
  route('POST /v1/reconciliations/{date}/reopen', 'finance', { reason }),
  route('PUT /v1/reconciliations/{date}/bills/{kind}', 'finance'),
  route('GET /v1/breaks', 'finance auditor'),
  route('GET /v1/breaks/{breakId}', 'finance auditor'),
  route('POST /v1/breaks/{breakId}/resolve', 'finance', { action: 'ignore', comment: reason }),
  route('POST /v1/breaks/resolve', 'finance', {
    breakIds: ['brk-1'],
    action: 'ignore',
    comment: reason,
  }),
  route('GET /v1/trial-balance', 'finance auditor'),
  route('GET /v1/journal', 'finance auditor'),
  route('GET /v1/streams/{stream}', 'auditor'),
  route('PUT /v1/organizations/{organizationId}', 'platform finance', {
    legalName: '示例机构',
    bankCode: 'ICBC',
    accountNumber: '3558961923120276',
  }),
  route('GET /v1/organizations/{organizationId}/balance', 'organization finance auditor'),
  route('GET /v1/organizations/{organizationId}/entries', 'organization finance auditor'),
  route('PUT /v1/organizations/{organizationId}/doctors/{doctorId}', 'organization', {
    from: '2026-11-01',
  }),
  route('POST /v1/doctors/{doctorId}/unbind-requests', 'doctor', { reason }),
  route('POST /v1/doctors/{doctorId}/unbind-requests/reject', 'organization', { reason }),
  route('DELETE /v1/doctors/{doctorId}/unbind-requests', 'doctor'),
  route('POST /v1/doctors/{doctorId}/unbind-requests/confirm', 'organization'),
  route('DELETE /v1/organizations/{organizationId}/doctors/{doctorId}', 'organization'),
  route('DELETE /v1/doctors/{doctorId}/bank-card', 'doctor'),
  route('DELETE /v1/doctors/{doctorId}/consents/{purpose}', 'doctor'),
];

/** Routes for which no token is asked. */
export const openRoutes: readonly string[] = [
  'POST /provider/yeepay/notifications',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
];

/** The statement that `settleSomething` issues: its id follows from whose it is and of which month. */
const statementId = 'stm-2026-11-25d59a4a6bd2-v1';

const names: { readonly [name: string]: string } = {
  payerId: 'pay-1',
  doctorId: 'doc-1',
  organizationId: 'org-1',
  purpose: 'payout',
  earningId: 'e-1',
  holdId: 'h-1',
  adjustmentId: 'a-1',
  withdrawalId: 'w-1',
  payoutId: 'none',
  provider: 'yeepay',
  date: '2026-11-20',
  kind: 'payments',
  breakId: 'brk-1',
  stream: 'payee-doc-1',
  month: '2026-11',
  statementId,
};

/** A route's address, with ordinary ids or with the given ones. */
export const addressOf = (
  line: string,
  given: { readonly [name: string]: string } = {},
): { readonly method: Method; readonly url: string } => {
  const [method = '', pattern = ''] = line.split(' ');
  const url = pattern.replaceAll(/\{(\w+)\}/g, (_, name) => given[name] ?? names[name] ?? 'x');
  return { method: method as Method, url };
};

export const partyOf = (role: Role): string | undefined =>
  role === 'doctor' ? 'doc-1' : role === 'organization' ? 'org-1' : undefined;
