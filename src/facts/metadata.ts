import { z } from 'zod';
import type { Instant } from '../../domain/time.ts';
import { leaf, quickCheck } from './flat-shapes.ts';
import { instant } from './shapes.ts';

/** Who said it, in answer to what, when it was written down, and the stream's hash chain. */
export type FactMetadata = {
  /** `role:sub` of the person or system that asked. Never a name. */
  readonly actor: string;
  readonly commandId: string;
  readonly correlation: string;
  readonly recordedAt: Instant;
  /** The version of the shape the data was written in. */
  readonly v: 1;
};

/** SHA-256 in base64url. */
const linkLength = 43;

const shape = z.object({
  actor: z.string(),
  commandId: z.string(),
  correlation: z.string(),
  recordedAt: instant,
  v: z.literal(1),
  hash: leaf<string>(
    (value) => typeof value === 'string' && value.length === linkLength,
    'a link of the chain',
  ),
});

type Metadata = z.infer<typeof shape>;
const isMetadata = quickCheck(shape);

export const parseMetadata = (text: string): Metadata => {
  const raw: unknown = JSON.parse(text);
  return isMetadata?.(raw) === true ? (raw as Metadata) : shape.parse(raw);
};
