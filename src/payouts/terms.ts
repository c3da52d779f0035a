import type { ProviderTerms } from './ports.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How patient the process is. The provider publishes neither how long it remembers a request number
 * nor how long a query may lag, so both are kept on the safe side.
 */
export const providerTerms = (settlingSeconds: number): ProviderTerms => ({
  settlingMs: settlingSeconds * second,
  memoryMs: 24 * hour,
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
});
