import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { problemsOf } from '../parsed-text.ts';
import type { Imported } from './import-earnings.ts';
import { linesOf } from './lines.ts';
import type { Progress } from './progress.ts';
import type { Rejection } from './rejects.ts';
import type { ServiceAnswer, ServiceClient } from './service-client.ts';

export type PartyKind = 'payers' | 'organizations' | 'doctors';

const payer = z.strictObject({
  payerId: z.string(),
  legalName: z.string(),
  merchantNo: z.string(),
  taxMethod: z.string(),
});
const organization = z.strictObject({
  organizationId: z.string(),
  legalName: z.string(),
  bankCode: z.string(),
  accountNumber: z.string(),
});
const doctor = z.strictObject({
  doctorId: z.string(),
  name: z.string(),
  kind: z.enum(['doctor', 'assistant']).default('doctor'),
  // A line may carry them; cards and bindings are other people's acts, not the importer's.
  bankCode: z.string().optional(),
  cardNumber: z.string().optional(),
  organizationId: z.string().optional(),
});

const id = encodeURIComponent;

/** How a line of each kind is told to the service. */
const tell: {
  readonly [kind in PartyKind]: (service: ServiceClient, line: unknown) => Promise<ServiceAnswer>;
} = {
  payers: (service, line) => {
    const { payerId, ...body } = payer.parse(line);
    return service.call('PUT', `/v1/payers/${id(payerId)}`, body);
  },
  organizations: (service, line) => {
    const { organizationId, ...body } = organization.parse(line);
    return service.call('PUT', `/v1/organizations/${id(organizationId)}`, body);
  },
  doctors: (service, line) => {
    const { doctorId, name, kind } = doctor.parse(line);
    return service.call('PUT', `/v1/doctors/${id(doctorId)}`, { kind, name });
  },
};

const refusalShape = z.object({
  code: z.string(),
  detail: z.string().default(''),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Registers what a file of JSON lines names; a bad line never stops the others. */
export const importParties = async (
  service: ServiceClient,
  kind: PartyKind,
  file: string,
  progress: Progress,
): Promise<Imported> => {
  const { size } = await stat(file);
  const rejections: Rejection[] = [];
  let accepted = 0;
  let duplicates = 0;
  for await (const { number, bytes, readTo } of linesOf(file)) {
    const outcome = await told(service, kind, bytes.toString('utf8'));
    if (outcome === 'accepted') accepted += 1;
    else if (outcome === 'duplicate') duplicates += 1;
    else rejections.push({ line: number, ...outcome });
    progress.at(Math.min(readTo, size), `${accepted} accepted, ${rejections.length} rejected`);
  }
  return { accepted, duplicates, rejected: rejections.length, rejections, position: undefined };
};

const told = async (
  service: ServiceClient,
  kind: PartyKind,
  line: string,
): Promise<'accepted' | 'duplicate' | Omit<Rejection, 'line'>> => {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    return { code: 'malformed-json', detail: 'expected one JSON object a line' };
  }
  try {
    const { status, body } = await tell[kind](service, content);
    if (status === 201) return 'accepted';
    if (status === 200) return 'duplicate';
    const { code, detail, errors } = refusalShape.parse(body);
    const wrong = errors?.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return { code, detail: wrong ?? detail };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return {
      code: 'invalid',
      detail: problemsOf(error).join('; '),
    };
  }
};
