import { setTimeout as pause } from 'node:timers/promises';
import { postBatch } from './batch.ts';
import type { BenchCase } from './bench-case.ts';
import { grouped, quantile } from './figures.ts';
import { type BenchService, checkBooks, residentMiB, startService, yesterday } from './service.ts';

const lines = 200_000;
const linesPerBatch = 20_000;
const linesPerPage = 1_000;
const secondsMax = 30;
const lookEveryMs = 50;

type Issued = { readonly statementId: string; readonly lineCount: number; readonly next: string };
type PageRead = { readonly lines: readonly unknown[]; readonly next: string | null };

/** One statement of 200,000 lines over HTTP: issued, and read page by page. */
export const statement: BenchCase = {
  name: 'statement',
  quick: false,
  run: async ({ say }) => {
    const service = await startService(1);
    try {
      await bindTheDoctor(service);
      for (let from = 0; from < lines; from += linesPerBatch) await sendEarnings(service, from);
      say(`${grouped(lines)} earnings recorded`);
      const before = await residentMiB(service);
      const { seconds, issued, peak } = await issue(service);
      if (issued.lineCount !== lines) throw new Error(`${issued.lineCount} lines were issued`);
      say(`issued in ${grouped(seconds, 1)} s`);
      const pages = await readAll(service, issued.statementId);
      await checkBooks(service);
      const [middle, last] = [quantile(pages, 0.5), quantile(pages, 0.99)];
      const pageMs = `p50 ${grouped(middle)} ms, p99 ${grouped(last)} ms`;
      return {
        rows: [
          {
            what: `a statement of ${grouped(lines)} lines, issued over HTTP`,
            result: `${grouped(seconds, 1)} s, resident ${grouped(before)} → ${grouped(peak)} MiB`,
            target: `≤ ${secondsMax} s`,
            reached: seconds <= secondsMax,
          },
          { what: `a page of ${grouped(linesPerPage)} of its lines`, result: pageMs },
        ],
        figures: { statementSeconds: seconds, statementPeakMiB: peak, statementPageMs: middle },
      };
    } finally {
      await service.close();
    }
  },
};

const month = (): string => yesterday().slice(0, 7);

const bindTheDoctor = async ({ world }: BenchService): Promise<void> => {
  const account = { legalName: 'bench', bankCode: 'ICBC', accountNumber: '3558961923120276' };
  await world.clients.must('platform', undefined, 'PUT', '/v1/organizations/org-1', account);
  const path = '/v1/organizations/org-1/doctors/doc-0';
  await world.clients.must('organization', 'org-1', 'PUT', path, { from: `${month()}-01` });
};

const sendEarnings = async (service: BenchService, from: number): Promise<void> => {
  const body = Array.from({ length: linesPerBatch }, (_, at) =>
    JSON.stringify({
      earningId: `stm-${from + at}`,
      doctorId: 'doc-0',
      payerId: 'pay-1',
      source: 'consultation',
      gross: '120.50',
      completedAt: `${yesterday()}T10:00:00+08:00`,
      serviceRef: `svc-${from + at}`,
    }),
  ).join('\n');
  await postBatch(service, body, linesPerBatch);
};

/** Issues the statement while the service's memory is watched from outside. */
const issue = async (service: BenchService) => {
  const asked = { organizationId: 'org-1', payerId: 'pay-1', period: month() };
  let [over, peak] = [false, 0];
  const watching = (async () => {
    while (!over) {
      peak = Math.max(peak, await residentMiB(service));
      await pause(lookEveryMs);
    }
  })();
  const began = performance.now();
  const { clients } = service.world;
  const issued = await clients.must('finance', undefined, 'POST', '/v1/statements', asked);
  const seconds = (performance.now() - began) / 1000;
  over = true;
  await watching;
  return { seconds, issued: issued as Issued, peak };
};

/** How long each page took, ms, ascending. */
const readAll = async (
  { world }: BenchService,
  statementId: string,
): Promise<readonly number[]> => {
  const took: number[] = [];
  let read = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const path = `/v1/statements/${statementId}?limit=${linesPerPage}${after}`;
    const began = performance.now();
    const page = (await world.clients.must('organization', 'org-1', 'GET', path)) as PageRead;
    took.push(performance.now() - began);
    read += page.lines.length;
    cursor = page.next;
  }
  if (read !== lines) throw new Error(`${read} lines were read`);
  return took.toSorted((a, b) => a - b);
};
