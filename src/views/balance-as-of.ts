import { sumsOf } from '../../domain/account/carried-sums.ts';
import type { Sums } from '../../domain/account/payer-sums.ts';
import { applyToSums } from '../../domain/account/sums.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import { organizationStream } from '../../domain/organization/decider.ts';
import { payeeStream } from '../../domain/payee/decider.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { addMillis, addMonths, type Instant, type Month, monthOf } from '../../domain/time.ts';
import type { AccountFactRecorded } from '../../projections/recorded-account-fact.ts';
import { parseStored } from '../facts/parse-stored.ts';
import { readPageOf } from '../ledger/stored-facts.ts';
import { monthFacts, openingOf } from './month-facts.ts';
import type { AsOf } from './views.ts';

/**
 * Facts are stamped when the request comes in and may wait, and instances' clocks differ a little:
 * an opening older than this surely carries nothing that was stamped after the instant asked for.
 */
const stampsDifferMs = 10 * 60_000;

type Reads = Pick<EventStore, 'readStream' | 'comparePositions'>;

/**
 * What an account held at a past instant: the sums of exactly the facts recorded by then. Reads
 * only the month's stream, whose opening carries all that came before. Undefined for who was not
 * registered by then; who was, and had earned nothing yet, had nothing.
 */
export const balanceAsOf = async (
  store: Reads,
  payee: PayeeId,
  since: Month,
  at: Instant,
): Promise<AsOf<Sums> | undefined> => {
  const registered = await registrationOf(store, payee);
  if (registered === undefined || registered.recordedAt > at) return undefined;
  // A clock that was set back may have written into the month after the one it then showed.
  for (let month = addMonths(monthOf(at), 1); month >= since; month = addMonths(month, -1)) {
    const opening = await openingOf(store, payee, month);
    if (opening === undefined || opening.recordedAt > addMillis(at, stampsDifferMs)) continue;
    const sums = await sumsBy(store, payee, opening, at);
    return { answer: sums.answer, position: sums.position ?? registered.position };
  }
  return { answer: new Map(), position: registered.position };
};

/** The fact that registered a doctor or an organization; undefined for nobody. */
export const registrationOf = async (store: Pick<EventStore, 'readStream'>, payee: PayeeId) => {
  for (const stream of [payeeStream(payee), organizationStream(payee)]) {
    const { facts } = await readPageOf(store, stream, { max: 1 });
    const [first] = facts;
    if (first !== undefined) return parseStored(first);
  }
  return undefined;
};

/** The sums at an instant by the month that begins with this opening. */
const sumsBy = async (
  store: Reads,
  payee: PayeeId,
  opening: AccountFactRecorded,
  at: Instant,
): Promise<AsOf<Sums>> => {
  if (opening.fact.type !== 'PeriodOpened')
    throw new Error(`Stream ${opening.stream} does not begin with its opening`);
  const { carried, previous } = opening.fact.data;
  let sums = sumsOf(carried);
  let position: Position | undefined = opening.position;
  if (opening.recordedAt > addMillis(at, -stampsDifferMs)) {
    const before = previous && (await openingOf(store, payee, previous));
    const then = before && (await sumsBy(store, payee, before, at));
    sums = then?.answer ?? new Map();
    position = opening.recordedAt <= at ? opening.position : then?.position;
  }
  for await (const { fact, revision, recordedAt, position: own } of monthFacts(
    store,
    payee,
    opening.period,
  )) {
    if (revision === 0 || recordedAt > at) continue;
    sums = applyToSums(sums, fact);
    position = own;
  }
  return { answer: sums, position };
};
