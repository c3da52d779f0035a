import type { NewFact } from '../../domain/ports/event-store.ts';
import { chained } from '../facts/chain.ts';
import { factId } from '../facts/fact-ids.ts';
import type { FactMetadata } from '../facts/metadata.ts';
import type { Asking } from './asking.ts';

export type Encoded = {
  readonly facts: readonly NewFact[];
  readonly bytes: number;
  /** The chain's newest link. */
  readonly link: string;
};

/** The facts of one decision as the store takes them: serialised once, hashed once. */
export const encodeFacts = (
  stream: string,
  lastRevision: number,
  lastLink: string,
  facts: readonly { readonly type: string; readonly data: unknown }[],
  { actor, commandId, correlation, now }: Asking,
): Encoded => {
  const about: FactMetadata = { actor, commandId, correlation, recordedAt: now, v: 1 };
  const metadataText = JSON.stringify(about);
  const encoded: NewFact[] = [];
  let link = lastLink;
  let bytes = 0;
  for (const [index, { type, data }] of facts.entries()) {
    const text = JSON.stringify(data);
    const revision = lastRevision + 1 + index;
    const { metadata, hash } = chained(link, { stream, revision, type, data: text }, metadataText);
    encoded.push({ id: factId(hash), type, data: text, metadata });
    link = hash;
    // Three bytes a character is the most UTF-8 needs for what JSON holds: never below the true size.
    bytes += 3 * (text.length + metadata.length) + 2 * type.length;
  }
  return { facts: encoded, bytes, link };
};
