import type { Test } from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { PayoutId } from '../../domain/identifiers.ts';
import { amountFromFact } from '../../domain/money.ts';
import { asking } from './small-ledger.ts';
import { buildTestApp, earning, registerDoctor } from './test-app.ts';

const fen = (text: unknown) => amountFromFact(text as Parameters<typeof amountFromFact>[0]);

/** November: two earnings, a reversal, a hold, a payout paid. December: the bank sends it back. */
export const lived = async (t: Test) => {
  const store = memoryEventStore();
  const app = await buildTestApp(t, { store });
  await registerDoctor(app);
  const { call, ledger } = app;
  await call('platform', 'POST', '/v1/earnings', earning());
  await call('platform', 'POST', '/v1/earnings', earning({ earningId: 'e-2', gross: '500' }));
  await call('platform', 'POST', '/v1/earnings/e-2/reversals', {
    reversalId: 'r-1',
    doctorId: 'doc-1',
    amount: '120.50',
    reason: 'x',
  });
  await call('platform', 'POST', '/v1/doctors/doc-1/holds', {
    holdId: 'h-1',
    payerId: 'pay-1',
    amount: '79.50',
    reason: 'x',
  });
  app.setNow('2026-11-28T10:00:00+08:00');
  const asked = { withdrawalId: 'w-1', amount: '3000.00' };
  const url = '/v1/doctors/doc-1/withdrawals';
  const { body } = await call('doctor', 'POST', url, asked, 'doc-1');
  const payoutId = (body.payouts?.[0]?.payoutId as unknown as PayoutId) ?? '?';
  const told = async (command: Parameters<typeof ledger.desk.handle>[1], at: string) => {
    const outcome = await ledger.desk.handle('doc-1' as never, command, asking(at as never));
    t.equal(outcome.ok, true, JSON.stringify(outcome));
  };
  const paidAt = '2026-11-28T11:00:00+08:00' as never;
  await told({ type: 'SubmitPayout', payoutId }, paidAt);
  const money = { providerFee: fen('1.00'), evidence: 'query' as const };
  await told({ type: 'RecordPaid', payoutId, paidAt, ...money }, paidAt);
  const returnedAt = '2026-12-03T09:00:00+08:00' as never;
  const back = { ...money, paidAt, returnedAt, reason: 'closed' };
  await told({ type: 'RecordReturned', payoutId, ...back }, returnedAt);
  app.setNow('2026-12-05T10:00:00+08:00');
  return { app, store, payoutId, told };
};
