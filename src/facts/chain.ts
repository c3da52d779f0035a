import { hash } from 'node:crypto';
import type { StoredFact } from '../../domain/ports/event-store.ts';

/** What the first fact of every stream links to. */
export const chainStart = '';

const hashField = ',"hash":"';
const hashLength = 43;

type Link = Pick<StoredFact, 'stream' | 'revision' | 'type' | 'data'>;

/** SHA-256 over the previous link and the exact bytes of this fact, base64url. */
const linkHash = (
  previous: string,
  { stream, revision, type, data }: Link,
  metadata: string,
): string =>
  hash('sha256', `${previous}\n${stream}\n${revision}\n${type}\n${data}\n${metadata}`, 'base64url');

/** The metadata text with the stream's next link in it, and that link. */
export const chained = (
  previous: string,
  link: Link,
  metadata: string,
): { readonly metadata: string; readonly hash: string } => {
  const next = linkHash(previous, link, metadata);
  return { metadata: `${metadata.slice(0, -1)}${hashField}${next}"}`, hash: next };
};

/** The link a stored fact claims. */
export const claimedLink = (metadata: string): string => metadata.slice(-(hashLength + 2), -2);

/** Does the fact say what was written, after the fact that was written before it? */
export const linkHolds = (previous: string, fact: StoredFact): boolean => {
  const bare = fact.metadata.slice(0, -(hashField.length + hashLength + 2));
  return linkHash(previous, fact, `${bare}}`) === claimedLink(fact.metadata);
};
