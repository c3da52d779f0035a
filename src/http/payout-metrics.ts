import { Gauge, type Registry } from 'prom-client';
import type { FreezeShown } from './freezes-shown.ts';
import type { Health } from './health.ts';

/** How payouts stand, for whoever watches: written anew each time it is asked for. */
export const payoutMetrics = (registry: Registry) => {
  const registers = [registry];
  const frozen = new Gauge({
    name: 'lotus_payouts_frozen',
    help: 'Switches that stop payouts: all, one provider, or how many payers',
    labelNames: ['scope'] as const,
    registers,
  });
  const open = new Gauge({
    name: 'lotus_payouts_under_way',
    help: 'Payouts that are not over yet',
    registers,
  });
  const swept = new Gauge({
    name: 'lotus_payout_sweep_seconds',
    help: 'When the last sweep was completed, seconds since 1970; 0 before the first',
    registers,
  });
  return (freezes: readonly FreezeShown[] | undefined, payouts: Health['payouts']): void => {
    if (freezes !== undefined) frozen.reset();
    for (const { scope } of freezes ?? []) frozen.inc({ scope });
    open.set(payouts?.underWay ?? 0);
    swept.set((payouts?.sweptAt ?? 0) / 1_000);
  };
};
