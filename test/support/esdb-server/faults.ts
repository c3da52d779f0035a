import type { status } from '@grpc/grpc-js';

/** What goes wrong with one append. */
export type AppendTrouble =
  /** Written, and nobody is told. */
  | { readonly kind: 'lost-reply' }
  /** Written, and told that something went wrong: the server's own commit timeout and the like. */
  | { readonly kind: 'error-after-write'; readonly code: status; readonly details: string }
  | { readonly kind: 'error-before-write'; readonly code: status; readonly details: string }
  /** Not taken: another node leads, as far as this one knows. */
  | { readonly kind: 'not-leader' }
  | { readonly kind: 'slow'; readonly millis: number }
  /** Written, and answered with a message that says nothing. */
  | { readonly kind: 'empty-reply' }
  /** The whole server dies, every connection with it. */
  | { readonly kind: 'death-before-write' }
  | { readonly kind: 'death-after-write' };

/** What goes wrong with one read or subscription, after so many messages. */
export type ReadTrouble =
  | {
      readonly kind: 'error';
      readonly after: number;
      readonly code: status;
      readonly details: string;
    }
  | { readonly kind: 'silence'; readonly after: number }
  | { readonly kind: 'not-leader' };

export type ReadKind = 'stream' | 'all' | 'subscription';

/** Asked once for each call. Replace the functions to make trouble. */
export type Faults = {
  append: (stream: string) => AppendTrouble | undefined;
  read: (kind: ReadKind) => ReadTrouble | undefined;
};

export const noFaults = (): Faults => ({ append: () => undefined, read: () => undefined });
