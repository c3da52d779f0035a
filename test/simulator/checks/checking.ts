import type { RecordedFact } from '../../../domain/ledger-fact.ts';
import type { Position } from '../../../domain/ports/event-store.ts';

/** A promise that was not kept: what it was, and what happened instead. */
export type Violation = {
  readonly rule: string;
  readonly detail: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly position?: Position;
};

/** Says that a rule is broken; the history ends there. */
export type Broken = (rule: string, detail: string) => void;

/** Looks at each fact as it becomes durable. */
export type Watcher = { readonly see: (fact: RecordedFact) => void };

export const yuan = (text: string): bigint => BigInt(text.replace('.', ''));
