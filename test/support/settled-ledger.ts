import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { PayerId, Reference } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { monthFromFact } from '../../domain/time.ts';
import type { LedgerOptions } from '../../src/ledger/ledger.ts';
import { listedLines } from '../../src/ledger/listed-lines.ts';
import { doctor, earningId, hospital, on, organization, reference, yuan } from './ledger-words.ts';
import { asking, bind, peopled, tell } from './small-ledger.ts';

export const october = monthFromFact('2026-10');
export const november = monthFromFact('2026-11');
/** When things are issued and paid unless a test says otherwise. */
export const issuedAt = on('2026-11-03 09:00');

/** A ledger whose doctor is bound to the organization since the first of October. */
export const settledLedger = async (
  options: Partial<LedgerOptions> = {},
  store: EventStore = memoryEventStore(),
) => {
  const ledger = await peopled(store, options);
  await bind(ledger, doctor, '2026-10-01', on('2026-09-20 09:00'));
  const earn = (id: string, gross: string, at = '2026-10-05 10:00', now = at, payerId?: PayerId) =>
    tell(
      ledger,
      gross,
      {
        earningId: earningId(id),
        completedAt: on(at),
        ...(payerId === undefined ? {} : { payerId }),
      },
      on(now),
    );
  const issue = async (period = october, now = issuedAt) => {
    const of = { organizationId: organization, payerId: hospital, period };
    const outcome = await ledger.statements.issue(of, asking(now));
    return outcome.ok ? outcome.value : outcome.refusal;
  };
  const reverse = (id: string, amount: string, now = issuedAt, reversalId = `rev-${id}`) =>
    ledger.desk.reverse(
      doctor,
      {
        reversalId: reference(reversalId),
        earningId: earningId(id),
        amount: yuan(amount),
        reason: 'refund',
      },
      asking(now),
    );
  const lines = async (id: Reference): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { line, row } of listedLines(store, id))
      found.push(`${line} ${row.kind} ${row.ref} ${row.amount}`);
    return found;
  };
  return { ledger, store, earn, issue, reverse, lines };
};

/** The id of what was issued; of a refusal none. */
export const idOf = (issued: object): Reference =>
  'statementId' in issued ? (issued.statementId as Reference) : reference('none');
