import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Imported } from './import-earnings.ts';
import { linesOf } from './lines.ts';
import type { Progress } from './progress.ts';
import type { Rejection } from './rejects.ts';
import type { ServiceAnswer, ServiceClient } from './service-client.ts';

export type PartyKind = 'payers' | 'organizations' | 'doctors';

const payer = z.object({
  payerId: z.string(),
  legalName: z.string(),
  merchantNo: z.string(),
  taxMethod: z.string(),
});
const organization = z.object({
  organizationId: z.string(),
  legalName: z.string(),
  bankCode: z.string(),
  accountNumber: z.string(),
});
const doctor = z.object({
  doctorId: z.string(),
  name: z.string(),
  kind: z.enum(['doctor', 'assistant']).default('doctor'),
});

const id = encodeURIComponent;

/** How a line of each kind is told to the service. Cards, consents and bindings are other people's acts, not the importer's. */
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

const refusalShape = z.object({ code: z.string(), detail: z.string().optional() });

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
    const { code, detail } = refusalShape.parse(body);
    return { code, detail: detail ?? '' };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return {
      code: 'invalid',
      detail: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    };
  }
};
