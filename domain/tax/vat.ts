import { inForce } from '../effective-dating.ts';
import {
  dividedByRate,
  type Exactly,
  exactly,
  type Fen,
  isAtMost,
  minus,
  roundHalfUp,
  timesRate,
} from '../money.ts';
import type { Month } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import { type VatRegime, vatRegimes } from './vat-regimes.ts';

/** City construction tax by where the taxpayer is: city, county or town, elsewhere. */
export type CityRate = '0.07' | '0.05' | '0.01';

export type Vat =
  | { readonly kind: 'not-computed'; readonly version: string; readonly reason: string }
  | { readonly kind: 'exempt'; readonly version: string; readonly withoutVat: Fen }
  | {
      readonly kind: 'taxed';
      readonly version: string;
      readonly withoutVat: Fen;
      readonly vat: Fen;
      readonly cityConstructionTax: Fen;
      readonly educationSurcharge: Fen;
      readonly localEducationSurcharge: Fen;
    };

const reaches = (monthTotal: Exactly, regime: VatRegime & { kind: 'threshold' }): boolean => {
  // Compared with VAT included on both sides: the quotient by 1.01 is seldom exact.
  const limit = timesRate(exactly(regime.threshold), regime.priceWithVat);
  return regime.thresholdItself === 'taxed'
    ? isAtMost(limit, monthTotal)
    : !isAtMost(monthTotal, limit);
};

/**
 * The VAT in a month's income from all platforms together, prices including VAT. Not part of any
 * withdrawal: it is a separate duty, computed for information until a payer must withhold it.
 */
export const vatOfMonth = (
  monthTotal: Fen,
  month: Month,
  cityRate: CityRate = '0.07',
  regimes: readonly VatRegime[] = vatRegimes,
): Vat => {
  if (monthTotal < 0n) throw new RangeError('The income of a month is not negative here');
  const regime = inForce(regimes, month);
  if (regime === undefined) throw new RangeError(`No VAT regime covers ${month}`);
  const { version } = regime;
  switch (regime.kind) {
    case 'off':
      return { kind: 'not-computed', version, reason: regime.reason };
    case 'threshold': {
      const income = exactly(monthTotal);
      if (!reaches(income, regime)) {
        const withoutVat = roundHalfUp(dividedByRate(income, regime.priceWithVat));
        return { kind: 'exempt', version, withoutVat };
      }
      const vat = roundHalfUp(dividedByRate(timesRate(income, regime.rate), regime.priceWithVat));
      const { educationSurcharge, localEducationSurcharge, reduction } = regime.surcharges;
      const surcharge = (rate: string): Fen =>
        roundHalfUp(timesRate(timesRate(exactly(vat), rate), reduction));
      return {
        kind: 'taxed',
        version,
        withoutVat: minus(monthTotal, vat),
        vat,
        cityConstructionTax: surcharge(cityRate),
        educationSurcharge: surcharge(educationSurcharge),
        localEducationSurcharge: surcharge(localEducationSurcharge),
      };
    }
    default:
      return unreachable(regime);
  }
};
