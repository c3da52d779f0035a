import { billReadyFrom } from '../../domain/payout/provider-contract.ts';
import type { BreakPaper } from '../../domain/reconciliation/breaks.ts';
import type { BillFile } from '../../domain/reconciliation/run-figures.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { type Day, dayOf } from '../../domain/time.ts';
import type { BillKind, ReconcilePorts, RunRefusal } from './ports.ts';

/** Bills handed in by a person instead of downloaded. */
export type GivenBills = { readonly [kind in BillKind]?: BillFile };

export type Bills = { readonly [kind in BillKind]: BillFile };

type Asked = {
  readonly day: Day;
  readonly given: GivenBills;
  /** Whether the accounts, all of them read, show no movement of the kind; undefined: not all were read. */
  readonly nothingMoved: (kind: BillKind) => boolean | undefined;
};

/**
 * The day's bills, each kept before anything is concluded from it. Where there is none, the last one
 * kept for the day counts; where there never was one, "no file" is believed to mean "nothing moved"
 * only if the accounts themselves show it and the bill's hour has passed.
 */
export const dayBills = async (
  ports: ReconcilePorts,
  asked: Asked,
): Promise<Result<Bills, RunRefusal>> => {
  const payments = await billFor(ports, asked, 'payments');
  if (!payments.ok) return payments;
  const returns = await billFor(ports, asked, 'returns');
  if (!returns.ok) return returns;
  return ok({ payments: payments.value, returns: returns.value });
};

const billFor = async (
  ports: ReconcilePorts,
  { day, given, nothingMoved }: Asked,
  kind: BillKind,
): Promise<Result<BillFile, RunRefusal>> => {
  const handed = given[kind];
  if (handed !== undefined) return ok(handed);
  const answer = await ports.provider.bill(kind, day);
  if (answer.outcome === 'unknown')
    return refuse({ code: 'provider-unavailable', detail: answer.detail });
  if (answer.outcome === 'found')
    return keepBill(ports, { kind, name: `${kind}-${day}`, bytes: answer.bytes });
  const before = keptBefore(ports, day, kind);
  if (before !== undefined) return ok(before);
  const now = ports.clock.now();
  // Of a day that is not over a run can only be provisional, and is not signed.
  const mayConclude = dayOf(now) <= day || now >= billReadyFrom(ports.contract(now), day);
  return mayConclude && nothingMoved(kind) === true
    ? ok({ kind, none: 'nothing-moved' })
    : refuse({ code: 'bill-not-there', day, kind });
};

/** The bill that the newest run of the day went by. */
export const keptBefore = (
  { views, providerName }: Pick<ReconcilePorts, 'views' | 'providerName'>,
  day: Day,
  kind: BillKind,
): BillFile | undefined => {
  const row = views.reconciliation(providerName, day).answer;
  return row?.runs[0]?.files.find((file) => file.kind === kind && 'sha256' in file);
};

/** Who handed in the bill of this kind, where it was not downloaded. */
export const handedInBy = (files: readonly BillFile[], kind: BreakPaper): string | undefined => {
  const file = files.find((one) => one.kind === kind);
  return file !== undefined && 'sha256' in file ? file.handedInBy : undefined;
};

/** Keeps a bill by its content. */
export const keepBill = async (
  { files }: Pick<ReconcilePorts, 'files'>,
  {
    kind,
    name,
    bytes,
    handedInBy,
  }: {
    readonly kind: BillKind;
    readonly name: string;
    readonly bytes: AsyncIterable<Uint8Array>;
    readonly handedInBy?: string;
  },
): Promise<Result<BillFile, RunRefusal>> => {
  try {
    const kept = await files.keep(bytes);
    if (kept === 'too-large') return refuse({ code: 'bill-too-large', kind });
    return ok({ kind, name, ...kept, ...(handedInBy === undefined ? {} : { handedInBy }) });
  } catch {
    // A download that broke off, or a disk that took no more: nothing was kept.
    return refuse({
      code: 'provider-unavailable',
      detail: `the bill of ${kind} did not come whole`,
    });
  }
};
