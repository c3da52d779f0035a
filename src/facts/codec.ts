import type { z } from 'zod';
import type { AccountFact } from '../../domain/account/facts.ts';
import { payeeId } from '../../domain/identifiers.ts';
import type { JobFact } from '../../domain/jobs/facts.ts';
import type { LeaseFact } from '../../domain/lease/facts.ts';
import type { LedgerFact, RecordedFact } from '../../domain/ledger-fact.ts';
import type { OrganizationFact } from '../../domain/organization/facts.ts';
import type { PayeeFact } from '../../domain/payee/facts.ts';
import type { PayerFact } from '../../domain/payer/facts.ts';
import type { FreezeFact } from '../../domain/payout/freeze.ts';
import type { StoredFact } from '../../domain/ports/event-store.ts';
import type { PracticeFact } from '../../domain/practice/decider.ts';
import type { ReconciliationFact } from '../../domain/reconciliation/facts.ts';
import { remembered } from '../../domain/remembered.ts';
import type { SettlementFact } from '../../domain/settlement/facts.ts';
import type { StatementFact } from '../../domain/statement/facts.ts';
import type { InvoiceFact } from '../../domain/statement/invoice-number.ts';
import { month } from '../../domain/time.ts';
import { accountShapes } from './account-shapes.ts';
import { quickCheck } from './flat-shapes.ts';
import { freezeShapes } from './freeze-shapes.ts';
import { jobShapes } from './job-shapes.ts';
import { leaseShapes } from './lease-shapes.ts';
import { parseMetadata } from './metadata.ts';
import { organizationShapes, payeeShapes, payerShapes } from './party-shapes.ts';
import { practiceShapes } from './practice-shapes.ts';
import { reconciliationShapes } from './reconciliation-shapes.ts';
import { invoiceShapes, settlementShapes, statementShapes } from './statement-shapes.ts';

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

/** Reads any fact of the ledger off the log. */
export const parseStored = (stored: StoredFact): RecordedFact => {
  const { actor, recordedAt, hash } = parseMetadata(stored.metadata);
  const { stream, revision, position } = stored;
  return { ...ledgerFactOf(stored), stream, revision, position, recordedAt, actor, hash };
};

const streamsRemembered = 100_000;
/** Whose account a stream is, and of which month; asked again for every fact in it. */
const accountIn = remembered(streamsRemembered, (stream: string) => ({
  payee: payeeId(stream.slice(8, -8)),
  period: month(stream.slice(-7)),
}));

const ledgerFactOf = (stored: StoredFact): LedgerFact => {
  const { stream, revision } = stored;
  const about = stream.slice(0, stream.indexOf('-'));
  switch (about) {
    case 'account': {
      const { payee, period } = accountIn(stream);
      if (payee === undefined || period === undefined) {
        throw new DamagedFact(stream, revision, 'its stream is no account');
      }
      return { about, payee, period, fact: parseAccountFact(stored) };
    }
    case 'payee':
      return { about, fact: parsePayeeFact(stored) };
    case 'payer':
      return { about, fact: parsePayerFact(stored) };
    case 'organization':
      return { about, fact: parseOrganizationFact(stored) };
    case 'practice':
      return { about, fact: parsePracticeFact(stored) };
    case 'freeze':
      return { about, fact: parseFreezeFact(stored) };
    case 'job':
      return { about, fact: parseJobFact(stored) };
    case 'lease':
      return { about, fact: parseLeaseFact(stored) };
    case 'reconciliation':
      return { about, fact: parseReconciliationFact(stored) };
    case 'statement':
      return { about, fact: parseStatementFact(stored) };
    case 'settlement':
      return { about, fact: parseSettlementFact(stored) };
    case 'invoice':
      return { about, fact: parseInvoiceFact(stored) };
    default:
      throw new DamagedFact(stream, revision, 'unknown kind of stream');
  }
};
