import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import type { TaxMethod } from '../../domain/tax/tax-rules.ts';

/** Who takes part in every history. */
export const doctorOf = (number: number): PayeeId => `doc-${number}` as PayeeId;
export const organizationOf = (number: number): PayeeId => `org-${number}` as PayeeId;
export const payerOf = (number: number): PayerId => `payer-${number}` as PayerId;

export const organizations = 2;
export const payers: readonly { readonly merchantNo: string; readonly taxMethod: TaxMethod }[] = [
  { merchantNo: 'M1', taxMethod: 'labor-monthly' },
  { merchantNo: 'M2', taxMethod: 'labor-cumulative' },
  { merchantNo: 'M3', taxMethod: 'none' },
];
