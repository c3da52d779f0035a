import type { PayeeId, PayoutId } from '../../domain/identifiers.ts';
import { payeeId, payoutId } from '../../domain/identifiers.ts';
import { instant } from '../../domain/time.ts';
import type { DeskCommand } from '../../src/ledger/desk.ts';
import { earning, registerDoctor, type TestApp } from './test-app.ts';

const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('A word of this test cannot be read');
  return value;
};
const account: PayeeId = known(payeeId('doc-1'));
export const now = known(instant('2026-11-24T10:00:00+08:00'));

/** A doctor who asked for 1,000.00, and what the provider then says about it. */
export const withdrawn = async (app: TestApp): Promise<PayoutId> => {
  await registerDoctor(app);
  await app.call('platform', 'POST', '/v1/earnings', earning());
  const { body } = await app.call(
    'doctor',
    'POST',
    '/v1/doctors/doc-1/withdrawals',
    { withdrawalId: 'w-1', amount: '1000.00' },
    'doc-1',
  );
  return known(payoutId(String(body.payouts?.[0]?.payoutId)));
};
export const happens = async (app: TestApp, ...commands: readonly DeskCommand[]): Promise<void> => {
  for (const command of commands) {
    const asking = { actor: 'system:test', commandId: command.type, correlation: 'test', now };
    const outcome = await app.ledger.desk.handle(account, command, asking);
    if (!outcome.ok) throw new Error(outcome.refusal.code);
  }
};
export const withdrawalOf = async (app: TestApp) =>
  (await app.call('doctor', 'GET', '/v1/withdrawals/w-1', undefined, 'doc-1')).body;
export const act = (app: TestApp, url: string, body?: object, by = 'one') =>
  app.call('finance', 'POST', `/v1/payouts/${url}`, body, by);
