/** How one run is made: `--quick` is shorter, not different. */
export type Bench = {
  readonly quick: boolean;
  /** Rounds that count; one more warms up first where a case warms up. */
  readonly rounds: number;
  /** How long one load lasts, s. */
  readonly seconds: number;
  /** Tells who watches how far it is. */
  readonly say: (line: string) => void;
};

/** One line of the table: what was measured, beside what was wanted. */
export type Row = {
  readonly what: string;
  readonly result: string;
  readonly target?: string;
  /** Left out where there is no target. */
  readonly reached?: boolean;
};

/** What a case found: lines for people, figures for machines (all cases' figures make one object). */
export type Findings = {
  readonly rows: readonly Row[];
  readonly figures: { readonly [name: string]: unknown };
};

/** One question put to the ledger. It starts what it needs and stops it again. */
export type BenchCase = {
  readonly name: string;
  /** Also part of `--quick`, which as a whole ends within 50 seconds. */
  readonly quick: boolean;
  readonly run: (bench: Bench) => Promise<Findings>;
};
