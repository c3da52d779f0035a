import { contractOn, type ProviderContracts } from '../../domain/payout/provider-contract.ts';
import { dayOf } from '../../domain/time.ts';
import type { Terms } from './ports.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How patient the process is. `settlingSeconds`, where it is given, stands in for what the contract
 * says about how long "not found" may simply mean "not yet".
 */
export const payoutTerms = (contracts: ProviderContracts, settlingSeconds?: number): Terms => ({
  contract: (at) => {
    const contract = contractOn(contracts, dayOf(at));
    return settlingSeconds === undefined
      ? contract
      : { ...contract, settlingMs: settlingSeconds * second };
  },
  queryPausesMs: [
    second,
    2 * second,
    5 * second,
    10 * second,
    30 * second,
    minute,
    5 * minute,
    15 * minute,
    hour,
  ],
  sendPausesMs: [second, 5 * second, 15 * second, minute, 5 * minute],
  fundsPauseMs: 30 * minute,
  sweepAgainMs: 10 * minute,
});
