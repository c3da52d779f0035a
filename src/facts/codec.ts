import type { z } from 'zod';
import type { AccountFact } from '../../domain/account/facts.ts';
import type { JobFact } from '../../domain/jobs/facts.ts';
import type { LeaseFact } from '../../domain/lease/facts.ts';
import type { OrganizationFact } from '../../domain/organization/facts.ts';
import type { PayeeFact } from '../../domain/payee/facts.ts';
import type { PayerFact } from '../../domain/payer/facts.ts';
import type { FreezeFact } from '../../domain/payout/freeze.ts';
import type { StoredFact } from '../../domain/ports/event-store.ts';
import type { PracticeFact } from '../../domain/practice/decider.ts';
import type { ReconciliationFact } from '../../domain/reconciliation/facts.ts';
import type { SettlementFact } from '../../domain/settlement/facts.ts';
import type { StatementFact } from '../../domain/statement/facts.ts';
import type { InvoiceFact } from '../../domain/statement/invoice-number.ts';
import { accountShapes } from './account-shapes.ts';
import { quickCheck } from './flat-shapes.ts';
import { freezeShapes } from './freeze-shapes.ts';
import { jobShapes } from './job-shapes.ts';
import { leaseShapes } from './lease-shapes.ts';
import { organizationShapes, payeeShapes, payerShapes } from './party-shapes.ts';
import { practiceShapes } from './practice-shapes.ts';
import { reconciliationShapes } from './reconciliation-shapes.ts';
import { settlementShapes } from './settlement-shapes.ts';
import { invoiceShapes, statementShapes } from './statement-shapes.ts';

/** A fact on disk that we cannot have written: damage, or a version from the future. */
export class DamagedFact extends Error {
  constructor(stream: string, revision: number, detail: string) {
    super(`Fact ${revision} of stream ${stream} cannot be read: ${detail}`);
    this.name = 'DamagedFact';
  }
}

type Written = Pick<StoredFact, 'stream' | 'revision' | 'type' | 'data'>;

/** What came off the disk is a stranger until its shape has been checked. */
const parseWith = <Fact extends { readonly type: string; readonly data: unknown }>(
  shapes: {
    readonly [Type in Fact['type']]: z.ZodType;
  },
) => {
  const quick = new Map(
    Object.entries<z.ZodType>(shapes).map(([type, shape]) => [type, quickCheck(shape)]),
  );
  return ({ stream, revision, type, data }: Written): Fact => {
    const shape = (shapes as { readonly [type: string]: z.ZodType | undefined })[type];
    if (shape === undefined) throw new DamagedFact(stream, revision, `unknown type ${type}`);
    let raw: unknown;
    try {
      raw = JSON.parse(data);
    } catch {
      throw new DamagedFact(stream, revision, 'not JSON');
    }
    if (quick.get(type)?.(raw) === true) return { type, data: raw } as Fact;
    const parsed = shape.safeParse(raw);
    if (parsed.success) return { type, data: parsed.data } as Fact;
    const where = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new DamagedFact(stream, revision, `wrong shape at ${where}`);
  };
};

export const parseAccountFact = parseWith<AccountFact>(accountShapes);
export const parsePayeeFact = parseWith<PayeeFact>(payeeShapes);
export const parsePayerFact = parseWith<PayerFact>(payerShapes);
export const parseOrganizationFact = parseWith<OrganizationFact>(organizationShapes);
export const parsePracticeFact = parseWith<PracticeFact>(practiceShapes);
export const parseFreezeFact = parseWith<FreezeFact>(freezeShapes);
export const parseJobFact = parseWith<JobFact>(jobShapes);
export const parseLeaseFact = parseWith<LeaseFact>(leaseShapes);
export const parseReconciliationFact = parseWith<ReconciliationFact>(reconciliationShapes);
export const parseStatementFact = parseWith<StatementFact>(statementShapes);
export const parseSettlementFact = parseWith<SettlementFact>(settlementShapes);
export const parseInvoiceFact = parseWith<InvoiceFact>(invoiceShapes);
