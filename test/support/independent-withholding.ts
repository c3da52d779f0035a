/**
 * Withholding once more, from the rules and not from our code: exact fractions over bigint, tables
 * summed slab by slab instead of quick deductions, and the whole list of payments looked at anew
 * for each one instead of a history kept month by month. It shares no code with what it judges.
 */

export type Step =
  | { readonly kind: 'pay'; readonly month: string; readonly gross: bigint }
  /** Undoes the payment made by the step at this index, if that was one that still stands. */
  | { readonly kind: 'undo'; readonly step: number };

type Fraction = { readonly n: bigint; readonly d: bigint };
type Paid = { readonly month: string; readonly gross: bigint; readonly withheld: bigint };

/** [width of the slab in fen, or undefined for the rest; per cent]. */
type Slab = readonly [bigint | undefined, bigint];

const monthlySlabs: readonly Slab[] = [
  [2_000_000n, 20n],
  [3_000_000n, 30n],
  [undefined, 40n],
];

const cumulativeSlabs: readonly Slab[] = [
  [3_600_000n, 3n],
  [10_800_000n, 10n],
  [15_600_000n, 20n],
  [12_000_000n, 25n],
  [24_000_000n, 30n],
  [30_000_000n, 35n],
  [undefined, 45n],
];

const slabTax = (base: Fraction, slabs: readonly Slab[]): Fraction => {
  let left = base.n;
  let tax = 0n;
  for (const [width, percent] of slabs) {
    const part = width === undefined || left < width * base.d ? left : width * base.d;
    tax += part * percent;
    left -= part;
    if (left === 0n) break;
  }
  return { n: tax, d: base.d * 100n };
};

/** Floor of x + 1/2, for x ≥ 0. */
const halfUp = ({ n, d }: Fraction): bigint => (2n * n + d) / (2n * d);

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

const monthlyTax = (income: bigint): bigint => {
  if (income <= 80_000n) return 0n;
  const base = income <= 400_000n ? { n: income - 80_000n, d: 1n } : { n: income * 4n, d: 5n };
  return halfUp(slabTax(base, monthlySlabs));
};

const cumulativeTax = (income: bigint, months: number): bigint => {
  const base = income * 4n - 5n * 500_000n * BigInt(months);
  return base <= 0n ? 0n : halfUp(slabTax({ n: base, d: 5n }, cumulativeSlabs));
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The months from the last gap, New Year or the start of the method up to `month`. */
const monthsOfRun = (standing: readonly Paid[], month: string): readonly string[] => {
  const year = month.slice(0, 4);
  const run: string[] = [month];
  for (let m = Number(month.slice(5)) - 1; m >= 1; m -= 1) {
    const before = `${year}-${twoDigits(m)}`;
    if (before < '2025-10' || !standing.some((paid) => paid.month === before)) break;
    run.push(before);
  }
  return run;
};

const due = (method: string, standing: readonly Paid[], month: string, gross: bigint): bigint => {
  if (method === 'none') return 0n;
  if (method === 'incidental') return halfUp({ n: gross, d: 5n });
  const cumulative = method === 'labor-cumulative' && month >= '2025-10';
  const months = cumulative ? monthsOfRun(standing, month) : [month];
  const covered = standing.filter((paid) => months.includes(paid.month));
  const income = sum(covered.map((paid) => paid.gross)) + gross;
  const tax = cumulative ? cumulativeTax(income, months.length) : monthlyTax(income);
  return tax - sum(covered.map((paid) => paid.withheld));
};

/** What is withheld by each step; undefined where a step is no payment. */
export const independentWithholding = (
  method: string,
  steps: readonly Step[],
): readonly (bigint | undefined)[] => {
  const paid: (Paid | undefined)[] = [];
  return steps.map((step, index) => {
    if (step.kind === 'undo') {
      paid[step.step] = undefined;
      return undefined;
    }
    const standing = paid.filter((one) => one !== undefined);
    const difference = due(method, standing, step.month, step.gross);
    const notNegative = difference < 0n ? 0n : difference;
    const withheld = notNegative > step.gross ? step.gross : notNegative;
    paid[index] = { month: step.month, gross: step.gross, withheld };
    return withheld;
  });
};
