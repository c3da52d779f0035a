import { statusOn } from '../../domain/reconciliation/agreement.ts';
import type { BillFile } from '../../domain/reconciliation/run-figures.ts';
import type { BilledLine } from '../../domain/reconciliation/sides.ts';
import { addDays, type Day } from '../../domain/time.ts';
import { keptBefore } from './bills.ts';
import type { BillKind, ReconcilePorts } from './ports.ts';

/**
 * The lines of some requests in the bills of the days around, as far as these were kept. The bills
 * are read only when there is something to look for, and only that is held.
 */
export const linesAround = async (
  ports: ReconcilePorts,
  kind: BillKind,
  day: Day,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly BilledLine[]>> => {
  const found = new Map<string, BilledLine[]>();
  if (wanted.size === 0) return found;
  for (const days of [-1, 1]) {
    const around = addDays(day, days);
    const file = keptBefore(ports, around, kind);
    if (file === undefined) continue;
    for await (const line of linesOf(ports, file, kind, around)) {
      if (!wanted.has(line.requestNo)) continue;
      found.set(line.requestNo, [...(found.get(line.requestNo) ?? []), line]);
    }
  }
  return found;
};

async function* linesOf(
  ports: ReconcilePorts,
  file: BillFile,
  kind: BillKind,
  day: Day,
): AsyncIterable<BilledLine> {
  const bytes = 'sha256' in file ? await ports.files.open(file.sha256) : undefined;
  if (bytes === undefined) return;
  // It was read whole before it was gone by; what is wrong with it was said then.
  for await (const one of ports.provider.readBill(bytes)) {
    if (one.kind !== 'line') continue;
    const { requestNo, line, orderNo, merchantNo, amount, fee, finishedAt } = one;
    const status = one.status ?? statusOn(kind);
    yield { requestNo, day, line, orderNo, merchantNo, amount, fee, finishedAt, status };
  }
}
