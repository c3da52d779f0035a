import { readFileSync } from 'node:fs';
import t from 'tap';
import { z } from 'zod';
import {
  amountFromRequest,
  amountText,
  type Fen,
  splitByLargestRemainder,
  zero,
} from '../../../domain/money.ts';
import { vatOfMonth } from '../../../domain/tax/vat.ts';
import { monthFromFact } from '../../../domain/time.ts';

const vectors = z
  .strictObject({
    vat: z.array(
      z.strictObject({
        monthTotal: z.string(),
        vat: z.string(),
        cityConstructionTax: z.string().optional(),
        educationSurcharge: z.string().optional(),
        localEducationSurcharge: z.string().optional(),
      }),
    ),
    split: z.array(
      z.strictObject({
        amount: z.string(),
        shares: z.array(z.string()),
        parts: z.array(z.string()),
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(new URL('../../vectors/vat-and-splits.json', import.meta.url), 'utf8')),
  );

const yuan = (text: string): Fen => {
  const amount = amountFromRequest(text);
  if (amount === undefined) throw new Error('not an amount');
  return amount;
};

t.test('VAT of a month', async (t) => {
  for (const { monthTotal, vat, ...surcharges } of vectors.vat) {
    t.test(`agrees with the vector of ${monthTotal}`, async (t) => {
      const result = vatOfMonth(yuan(monthTotal), monthFromFact('2026-05'));
      t.equal(result.kind === 'taxed' ? amountText(result.vat) : '0.00', vat);
      if (result.kind !== 'taxed') return;
      const computed = new Map([
        ['cityConstructionTax', result.cityConstructionTax],
        ['educationSurcharge', result.educationSurcharge],
        ['localEducationSurcharge', result.localEducationSurcharge],
      ]);
      for (const [name, amount] of Object.entries(surcharges)) {
        t.equal(amountText(computed.get(name) ?? zero), amount, name);
      }
    });
  }

  t.test('exempts exactly 100,000 in 2025 and taxes all of it in 2026', async (t) => {
    t.equal(vatOfMonth(yuan('101000.00'), monthFromFact('2025-12')).kind, 'exempt');
    t.equal(vatOfMonth(yuan('101000.01'), monthFromFact('2025-12')).kind, 'taxed');
    t.equal(vatOfMonth(yuan('101000.00'), monthFromFact('2026-01')).kind, 'taxed');
    t.equal(vatOfMonth(yuan('100999.99'), monthFromFact('2026-01')).kind, 'exempt');
  });

  t.test('adds up: price without VAT and VAT are the price', async (t) => {
    const result = vatOfMonth(yuan('150000.00'), monthFromFact('2026-05'));
    t.match(result, { kind: 'taxed', withoutVat: yuan('148514.85'), vat: yuan('1485.15') });
  });

  t.test('rounds half a fen of a surcharge up', async (t) => {
    // 1,003.00 × 7 % ÷ 2 = 35.105 and 1,003.00 × 3 % ÷ 2 = 15.045.
    t.match(vatOfMonth(yuan('101303.00'), monthFromFact('2026-05')), {
      vat: yuan('1003.00'),
      cityConstructionTax: yuan('35.11'),
      educationSurcharge: yuan('15.05'),
    });
  });

  t.test('takes the city rate of where the taxpayer is', async (t) => {
    const result = vatOfMonth(yuan('101000.00'), monthFromFact('2026-05'), '0.05');
    t.match(result, { cityConstructionTax: yuan('25.00') });
  });

  t.test('is not computed where the rule has not been read', async (t) => {
    t.match(vatOfMonth(yuan('200000.00'), monthFromFact('2026-11')), {
      kind: 'not-computed',
      reason: /No. 28/,
    });
    t.equal(vatOfMonth(yuan('200000.00'), monthFromFact('2025-09')).kind, 'not-computed');
  });
});

t.test('a share is split as the vectors say', async (t) => {
  for (const { amount, shares, parts } of vectors.split) {
    t.strictSame(splitByLargestRemainder(yuan(amount), shares).map(amountText), parts);
  }
});
