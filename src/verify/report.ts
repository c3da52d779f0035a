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
  /** The first of each kind. */
  readonly differences: readonly Difference[];
};

/** After this many of one kind more say nothing new. */
const ofKindMax = 20;

/** Gathers differences, the first of each kind. */
export class Findings {
  readonly found: Difference[] = [];
  readonly #counts = new Map<Difference['kind'], number>();

  add(kind: Difference['kind'], where: string, detail: string): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count <= ofKindMax) this.found.push({ kind, where, detail });
  }
}
