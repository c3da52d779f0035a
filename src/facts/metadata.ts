import { z } from 'zod';
import type { Instant } from '../../domain/time.ts';
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

const shape = z.object({
  actor: z.string(),
  commandId: z.string(),
  correlation: z.string(),
  recordedAt: instant,
  v: z.literal(1),
  hash: z.string().length(43),
});

export const parseMetadata = (text: string): z.infer<typeof shape> => shape.parse(JSON.parse(text));
