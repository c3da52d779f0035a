import { defaultStatementPolicies } from '../../domain/policy/statement-policy.ts';
import type { StatementCommandOf } from '../../domain/statement/commands.ts';
import type { ScheduledPayout, StatementFact } from '../../domain/statement/facts.ts';
import type { StatementLine } from '../../domain/statement/lines.ts';
import { dayFromFact, type Instant, monthFromFact } from '../../domain/time.ts';
import {
  amount,
  doctor,
  earningId,
  hospital,
  on,
  organization,
  payout,
  reference,
  yuan,
} from './ledger-words.ts';

/** Words for tests of settlement statements: one of October, issued on the third of November. */
export const statementId = reference('stm-1');
export const issuedAt = on('2026-11-03 09:00');
export const statementPolicy = defaultStatementPolicies[0];
export const of = { organizationId: organization, payerId: hospital };
const by = 'finance:amy';
const about = { statementId, by, at: issuedAt };
export const asked = { statementId, by, now: issuedAt };

export const line = (gross: string, id = 'ern-1'): StatementLine => ({
  kind: 'earning',
  ref: earningId(id),
  earningId: earningId(id),
  doctorId: doctor,
  source: 'consultation',
  amount: amount(gross),
  at: on('2026-10-01 09:30'),
});

export const listed = (from: number, ...lines: readonly StatementLine[]): StatementFact => ({
  type: 'StatementLinesListed',
  data: { ...about, from, lines, digest: `d${from + lines.length - 1}` },
});

export const issuedFact = (lines: number, total: string): StatementFact => ({
  type: 'StatementIssued',
  data: {
    ...about,
    ...of,
    period: monthFromFact('2026-10'),
    version: 1,
    lines,
    gross: amount(total),
    total: amount(total),
    digest: `d${lines}`,
    policy: statementPolicy.version,
    confirmBy: dayFromFact('2026-11-10'),
  },
});

/** Issued, of two lines: 100.00 in all. */
export const issued: readonly StatementFact[] = [
  listed(1, line('60.00'), line('40.00', 'ern-2')),
  issuedFact(2, '100.00'),
];
export const confirmedFact = (automatically = false): StatementFact => ({
  type: 'StatementConfirmed',
  data: { ...about, automatically },
});
export const confirmed = [...issued, confirmedFact()];

export const invoicedFact: StatementFact = {
  type: 'StatementInvoiced',
  data: {
    ...about,
    invoiceNo: reference('inv-1'),
    total: amount('100.00'),
    buyer: hospital,
    item: '技术服务费',
    dueOn: dayFromFact('2026-11-17'),
  },
};
export const invoiced = [...confirmed, invoicedFact];
export const scheduledFact = (...payouts: readonly ScheduledPayout[]): StatementFact => ({
  type: 'StatementScheduled',
  data: { ...about, payouts },
});
export const part = (at: number, gross: string): ScheduledPayout => ({
  payoutId: payout(`SSEED000${at}`),
  amount: amount(gross),
});
export const scheduled = [...invoiced, scheduledFact(part(1, '60.00'), part(2, '40.00'))];
export const voidedFact: StatementFact = {
  type: 'StatementVoided',
  data: { ...about, reason: 'wrong' },
};
export const disputedFact: StatementFact = {
  type: 'StatementDisputed',
  data: { ...about, lines: [2], amount: amount('40.00'), reason: 'not ours' },
};
export const fact = <Type extends StatementFact['type']>(
  type: Type,
  data: object = {},
): StatementFact => ({ type, data: { ...about, ...data } }) as StatementFact;

export const invoiceIt = (
  but: Partial<StatementCommandOf<'InvoiceStatement'>> = {},
): StatementCommandOf<'InvoiceStatement'> => ({
  type: 'InvoiceStatement',
  ...asked,
  invoiceNo: reference('inv-1'),
  total: yuan('100.00'),
  buyer: 'Lotus Hospital',
  payerLegalName: 'Lotus Hospital',
  item: '技术服务费',
  policy: statementPolicy,
  dueOn: dayFromFact('2026-11-17'),
  ...but,
});
export const at = (text: string): { readonly now: Instant } => ({ now: on(text) });
