import { amountFromFact, type Fen } from '../money.ts';
import { type Month, monthFromFact } from '../time.ts';

/** How a natural person's month of service income is charged with VAT. */
export type VatRegime = { readonly effectiveFrom: Month; readonly version: string } & (
  | {
      /** Nothing is computed, and `reason` says why. */
      readonly kind: 'off';
      readonly reason: string;
    }
  | {
      readonly kind: 'threshold';
      /** Of a month's income without VAT. */
      readonly threshold: Fen;
      /** Whether an income of exactly the threshold is still exempt. */
      readonly thresholdItself: 'exempt' | 'taxed';
      /** On the whole amount once there is VAT at all, never on the excess alone. */
      readonly rate: string;
      /** A price with VAT per price without: 1 + rate. */
      readonly priceWithVat: string;
      readonly surcharges: {
        readonly educationSurcharge: string;
        readonly localEducationSurcharge: string;
        /** Applied to every surcharge. */
        readonly reduction: string;
      };
    }
);

const smallScale = {
  kind: 'threshold',
  threshold: amountFromFact('100000.00'),
  rate: '0.01',
  priceWithVat: '1.01',
  // Education 3 % and local education 2 % of the VAT, halved for small-scale taxpayers until 2027.
  surcharges: { educationSurcharge: '0.03', localEducationSurcharge: '0.02', reduction: '0.5' },
} as const;

/** Ascending. What is not known is off, with the reason, rather than guessed. */
export const vatRegimes: readonly VatRegime[] = [
  {
    effectiveFrom: monthFromFact('0001-01'),
    version: 'vat-own-declaration',
    kind: 'off',
    reason: 'before 2025-10 the person declares; the platform does not',
  },
  {
    // STA 2025 No. 16: a platform may declare for the person; the relief includes 100,000.
    ...smallScale,
    effectiveFrom: monthFromFact('2025-10'),
    version: 'vat-2025-10',
    thresholdItself: 'exempt',
  },
  {
    // VAT Law article 23; MOF/STA 2026 No. 10; STA 2026 No. 4: reaching 100,000 taxes all of it.
    ...smallScale,
    effectiveFrom: monthFromFact('2026-01'),
    version: 'vat-2026-01',
    thresholdItself: 'taxed',
  },
  {
    // In force by MOF/STA 2026 No. 28 and STA 2026 No. 19, whose text nobody here has read.
    effectiveFrom: monthFromFact('2026-11'),
    version: 'vat-2026-11',
    kind: 'off',
    reason: 'MOF/STA 2026 No. 28 (withholding by domestic units) has yet to be read and entered',
  },
];
