import { amountFromFact } from '../money.ts';
import { dayFromFact } from '../time.ts';
import type { ProviderContracts } from './provider-contract.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/**
 * Yeepay publishes neither how long it remembers a number nor how long a query may lag, nor limits
 * and cut-offs: those are agreed with each merchant. Until they are, these are on the safe side.
 */
export const yeepay: ProviderContracts = [
  {
    effectiveFrom: dayFromFact('2025-01-01'),
    version: 'yeepay-2025-01-01',
    settlingMs: 2 * minuteMs,
    notFoundAnswers: 2,
    requestNumberMemoryMs: dayMs,
    overdueAfterMs: 3 * dayMs,
    returnWindowDays: 31,
    refusalsDoubtedDays: 3,
    receiveType: 'REAL_TIME',
    minimumPerOrder: amountFromFact('0.01'),
    // None that it would state: what a doctor may take at once is the withdrawal policy's to say.
    maximumPerOrder: {},
    billReadyAt: '09:00',
    returnsSpanDays: 31,
    callsPerSecond: 200,
  },
];
