/** What verifying found: one difference, named as precisely as it can be. */
export type Difference = {
  readonly kind:
    | 'chain-broken'
    | 'revision-gap'
    | 'fact-unreadable'
    | 'entry-unbalanced'
    | 'books-unbalanced'
    | 'view-missing'
    | 'view-count'
    | 'view-digest'
    | 'view-row';
  /** A stream and revision, or a view and row. */
  readonly where: string;
  readonly detail: string;
};

export type Report = {
  readonly facts: number;
  readonly streams: number;
  readonly viewRows: number;
  /** At most `differencesMax` of them. */
  readonly differences: readonly Difference[];
};

const differencesMax = 100;

/** Gathers differences; after enough of them more say nothing new. */
export class Findings {
  readonly found: Difference[] = [];

  add(kind: Difference['kind'], where: string, detail: string): void {
    if (this.found.length < differencesMax) this.found.push({ kind, where, detail });
  }
}
