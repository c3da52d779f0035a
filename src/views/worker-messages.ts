import type { Reached } from './reached.ts';

/** What the thread of the views says: how far it has saved, that it waits, or why it stopped. */
export type FromViews =
  | { readonly kind: 'saved'; readonly reached: Reached }
  | { readonly kind: 'idle' }
  | { readonly kind: 'stopped'; readonly message: string };

/** What it is told: the log grew; or end. */
export type ToViews = 'grew' | 'end';

export type ViewsWorkerSettings = { readonly logFile: string; readonly viewsFile: string };
