import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A month of input: files of JSON lines in one folder. */
export type Sample = {
  readonly payers: readonly z.output<typeof payerLine>[];
  readonly organizations: readonly { readonly organizationId: string }[];
  readonly doctors: readonly SampleDoctor[];
  readonly files: {
    readonly [kind in 'payers' | 'organizations' | 'doctors' | 'earnings']: string;
  };
};

const doctorLine = z.object({
  doctorId: z.string(),
  cardNumber: z.string(),
  bankCode: z.string(),
  organizationId: z.string().optional(),
});
export type SampleDoctor = z.output<typeof doctorLine>;
const payerLine = z.object({
  payerId: z.string(),
  merchantNo: z.string(),
  legalName: z.string(),
});
const organizationLine = z.object({ organizationId: z.string() });

const parsedLines = async <Line>(
  file: string,
  shape: z.ZodType<Line>,
): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for await (const text of createInterface({ input: createReadStream(file) })) {
    if (text.trim() !== '') lines.push(shape.parse(JSON.parse(text)));
  }
  return lines;
};

export const readSample = async (folder: string, period: string): Promise<Sample> => {
  const files = {
    payers: join(folder, 'payers.ndjson'),
    organizations: join(folder, 'organizations.ndjson'),
    doctors: join(folder, 'doctors.ndjson'),
    earnings: join(folder, `earnings-${period}.ndjson`),
  };
  return {
    files,
    payers: await parsedLines(files.payers, payerLine),
    organizations: await parsedLines(files.organizations, organizationLine),
    doctors: await parsedLines(files.doctors, doctorLine),
  };
};
