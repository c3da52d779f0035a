import { amountFromFact } from '../../domain/money.ts';
import type { Break } from '../../domain/reconciliation/breaks.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { DeskCommand } from '../ledger/desk.ts';
import type { ReconcilePorts, RunRefusal } from './ports.ts';
import type { Who } from './record-run.ts';

/**
 * Tells the account what the provider's bill says, by the same command as a query's answer would:
 * so it is applied once, whoever learns it first. The bill is proof.
 */
export const applyBreak = async (
  { ledger, clock }: Pick<ReconcilePorts, 'ledger' | 'clock'>,
  found: Break,
  { actor, correlation }: Who,
): Promise<Result<'applied', RunRefusal>> => {
  const command = commandFor(found);
  const { account, breakId } = found;
  if (command === undefined || account === undefined)
    return refuse({ code: 'nothing-to-apply', breakId });
  const now = clock.now();
  const asking = { actor, correlation, commandId: `${command.type}:${breakId}`, now };
  const outcome = await ledger.desk.handle(account, command, asking);
  return outcome.ok ? ok('applied') : outcome;
};

/** Nothing is concluded from a bill that names another amount than ours. */
const commandFor = ({ paper, payoutId, bill, ledger }: Break): DeskCommand | undefined => {
  const [line] = bill;
  if (payoutId === undefined || line === undefined || line.amount !== ledger?.net) return undefined;
  const { finishedAt, status } = line;
  const fee = amountFromFact(line.fee);
  const evidence = 'bill';
  if (status === 'failed')
    return {
      type: 'RecordRejected',
      payoutId,
      reason: 'other',
      providerCode: 'FAIL',
      evidence,
    };
  if (paper === 'payments' && status === 'paid')
    return { type: 'RecordPaid', payoutId, providerFee: fee, paidAt: finishedAt, evidence };
  if (paper !== 'returns' || status !== 'returned') return undefined;
  return {
    type: 'RecordReturned',
    payoutId,
    providerFee: ledger.fee === undefined ? fee : amountFromFact(ledger.fee),
    paidAt: ledger.paidAt ?? finishedAt,
    returnedAt: finishedAt,
    reason: 'returned-by-bank',
    evidence,
  };
};
