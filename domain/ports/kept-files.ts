/** A file as it was kept: named by what is in it. */
export type KeptFile = { readonly sha256: string; readonly bytes: number };

/** Keeps files by their content: the same content is kept once, and cannot be changed. */
export interface KeptFiles {
  /** Kept for good once this resolves; `too-large` leaves nothing behind. What the source throws goes on to the caller. */
  keep(bytes: AsyncIterable<Uint8Array>): Promise<KeptFile | 'too-large'>;
  /** The bytes again; undefined where there is no such file. */
  open(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>;
}
