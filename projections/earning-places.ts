import type { RecordedFact } from '../domain/ledger-fact.ts';
import type { EarningPlace } from './rows.ts';

/** Where an earning was recorded. One row an earning, so it is kept apart from the other views, compactly. */
export const earningPlaceOf = (recorded: RecordedFact): EarningPlace | undefined =>
  recorded.about === 'account' && recorded.fact.type === 'EarningRecorded'
    ? {
        earningId: recorded.fact.data.earningId,
        account: recorded.payee,
        period: recorded.period,
      }
    : undefined;
