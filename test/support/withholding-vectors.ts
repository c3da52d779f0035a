import { readFileSync } from 'node:fs';
import { z } from 'zod';

const vectors = z.array(
  z.strictObject({
    name: z.string(),
    method: z.enum(['labor-monthly', 'labor-cumulative']),
    payments: z.array(z.strictObject({ at: z.string(), gross: z.string() })),
    withheld: z.array(z.string()),
  }),
);

export const withholdingVectors = vectors.parse(
  JSON.parse(readFileSync(new URL('../vectors/withholding.json', import.meta.url), 'utf8')),
);
