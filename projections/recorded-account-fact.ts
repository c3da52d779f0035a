import type { RecordedFact } from '../domain/ledger-fact.ts';

/** A fact about an account, as it was recorded. */
export type AccountFactRecorded = Extract<RecordedFact, { readonly about: 'account' }>;
