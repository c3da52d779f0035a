import { hash } from 'node:crypto';

/** The namespace of our name-based UUIDs. */
const namespace = Buffer.from('6f1d8a3e9c5b4e0f8a7d2b4c6e8f0a13', 'hex').toString('latin1');

/**
 * UUIDv5 (RFC 9562) of the link of the chain that the fact closes, so of all it says and of all
 * that was said before. A repeated append carries the same ids, and the store answers with the
 * first outcome; a fact that differs in anything, if only in who wrote it down, never passes for
 * one that another instance wrote at the same place.
 */
export const factId = (link: string): string => {
  const bytes = hash('sha1', Buffer.from(`${namespace}${link}`, 'latin1'), 'hex');
  const variant = ((Number.parseInt(bytes.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${bytes.slice(0, 8)}-${bytes.slice(8, 12)}-5${bytes.slice(13, 16)}-${variant}${bytes.slice(18, 20)}-${bytes.slice(20, 32)}`;
};
