import { payeeId } from '../../domain/identifiers.ts';
import type { LedgerFact, RecordedFact } from '../../domain/ledger-fact.ts';
import type { StoredFact } from '../../domain/ports/event-store.ts';
import { remembered } from '../../domain/remembered.ts';
import { month } from '../../domain/time.ts';
import {
  DamagedFact,
  parseAccountFact,
  parseFreezeFact,
  parseInvoiceFact,
  parseJobFact,
  parseLeaseFact,
  parseOrganizationFact,
  parsePayeeFact,
  parsePayerFact,
  parsePracticeFact,
  parseReconciliationFact,
  parseSettlementFact,
  parseStatementFact,
} from './codec.ts';
import { parseMetadata } from './metadata.ts';

/** Reads any fact of the ledger off the log. */
export const parseStored = (stored: StoredFact): RecordedFact => {
  const { actor, recordedAt, hash } = parseMetadata(stored.metadata);
  const { stream, revision, position } = stored;
  return { ...ledgerFactOf(stored), stream, revision, position, recordedAt, actor, hash };
};

const streamsRemembered = 100_000;
/** Whose account a stream is, and of which month; asked again for every fact in it. */
const accountIn = remembered(streamsRemembered, (stream: string) => ({
  payee: payeeId(stream.slice(8, -8)),
  period: month(stream.slice(-7)),
}));

const ledgerFactOf = (stored: StoredFact): LedgerFact => {
  const { stream, revision } = stored;
  const about = stream.slice(0, stream.indexOf('-'));
  switch (about) {
    case 'account': {
      const { payee, period } = accountIn(stream);
      if (payee === undefined || period === undefined) {
        throw new DamagedFact(stream, revision, 'its stream is no account');
      }
      return { about, payee, period, fact: parseAccountFact(stored) };
    }
    case 'payee':
      return { about, fact: parsePayeeFact(stored) };
    case 'payer':
      return { about, fact: parsePayerFact(stored) };
    case 'organization':
      return { about, fact: parseOrganizationFact(stored) };
    case 'practice':
      return { about, fact: parsePracticeFact(stored) };
    case 'freeze':
      return { about, fact: parseFreezeFact(stored) };
    case 'job':
      return { about, fact: parseJobFact(stored) };
    case 'lease':
      return { about, fact: parseLeaseFact(stored) };
    case 'reconciliation':
      return { about, fact: parseReconciliationFact(stored) };
    case 'statement':
      return { about, fact: parseStatementFact(stored) };
    case 'settlement':
      return { about, fact: parseSettlementFact(stored) };
    case 'invoice':
      return { about, fact: parseInvoiceFact(stored) };
    default:
      throw new DamagedFact(stream, revision, 'unknown kind of stream');
  }
};
