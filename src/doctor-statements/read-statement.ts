import { sumsOf } from '../../domain/account/carried-sums.ts';
import type { Sums } from '../../domain/account/payer-sums.ts';
import { applyToSums } from '../../domain/account/sums.ts';
import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import { payerStream } from '../../domain/payer/decider.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { addMonths, firstDayOf, type Instant, type Month, startOfDay } from '../../domain/time.ts';
import type { DoctorStatement } from '../../projections/doctor-statement.ts';
import { doctorStatementOf } from '../../projections/fold-doctor-statement.ts';
import type { AccountFactRecorded } from '../../projections/recorded-account-fact.ts';
import { parseStored } from '../facts/parse-stored.ts';
import { readPageOf } from '../ledger/stored-facts.ts';
import { monthFacts, newestMonth } from '../views/month-facts.ts';

/** More movements than one document can show. */
const factsMax = 50_000;

export class StatementTooLong extends Error {
  constructor() {
    super(`The month has more than ${factsMax} facts`);
    this.name = 'StatementTooLong';
  }
}

/** A statement and what in the log it was made from. */
export type StatementRead = {
  readonly statement: DoctorStatement;
  /** `closed`: the month is over and nothing can be added to it any more. */
  readonly state: 'closed' | 'provisional';
  /** The last fact of the month's stream that went into it; −1 where the month has none. */
  readonly revision: number;
  /** Link of the chain at that fact: it binds the statement to all that was recorded before. */
  readonly link: string;
  readonly at: Instant;
  readonly position: Position | undefined;
  /** Legal names by payer. */
  readonly payers: ReadonlyMap<PayerId, string>;
};

export type StatementAsked = {
  readonly account: PayeeId;
  readonly month: Month;
  /** The month of registration: no account is older. */
  readonly since: Month;
  readonly state: StatementRead['state'];
  /** Only facts of the month up to this revision; all where undefined. */
  readonly upTo?: number | undefined;
};

type Streams = Pick<EventStore, 'readStream'>;

/** The statement of a month, from the month's own stream, whose opening carries all that came before. */
export const readStatement = async (
  store: Streams,
  { account, month, since, state, upTo }: StatementAsked,
): Promise<StatementRead> => {
  const facts = await moneyFacts(store, account, month, upTo);
  const [opening] = facts;
  const before = opening === undefined ? await endOfMonthBefore(store, account, month, since) : [];
  const sums = opening === undefined ? sumsAtEnd(before) : carriedInto(opening);
  const statement = doctorStatementOf(account, month, sums, facts);
  const last = facts.at(-1) ?? before.at(-1);
  return {
    statement,
    state,
    revision: facts.at(-1)?.revision ?? -1,
    link: last?.hash ?? '',
    at: last?.recordedAt ?? startOfDay(firstDayOf(month)),
    position: last?.position,
    payers: await legalNames(store, statement),
  };
};

/** All facts of a month but its closing, which moves nothing and may come late. */
const moneyFacts = async (
  store: Streams,
  account: PayeeId,
  month: Month,
  upTo = Number.POSITIVE_INFINITY,
): Promise<readonly AccountFactRecorded[]> => {
  const facts: AccountFactRecorded[] = [];
  for await (const recorded of monthFacts(store, account, month)) {
    if (recorded.fact.type === 'PeriodClosed' || recorded.revision > upTo) break;
    facts.push(recorded);
    if (facts.length > factsMax) throw new StatementTooLong();
  }
  return facts;
};

/** A month without facts of its own stands where the newest month before it ended. */
const endOfMonthBefore = async (
  store: Streams,
  account: PayeeId,
  month: Month,
  since: Month,
): Promise<readonly AccountFactRecorded[]> => {
  const newest = await newestMonth(store, account, addMonths(month, -1), since);
  return newest === undefined ? [] : moneyFacts(store, account, newest);
};

const sumsAtEnd = (facts: readonly AccountFactRecorded[]): Sums =>
  facts.reduce<Sums>((sums, { fact }) => applyToSums(sums, fact), new Map());

const carriedInto = ({ stream, fact }: AccountFactRecorded): Sums => {
  if (fact.type !== 'PeriodOpened')
    throw new Error(`Stream ${stream} does not begin with its opening`);
  return sumsOf(fact.data.carried);
};

const legalNames = async (
  store: Streams,
  { byPayer }: DoctorStatement,
): Promise<ReadonlyMap<PayerId, string>> => {
  const names = new Map<PayerId, string>();
  for (const { payerId } of byPayer) {
    const { facts } = await readPageOf(store, payerStream(payerId), { max: 1 });
    const first = facts.map(parseStored).at(0);
    if (first?.about === 'payer' && first.fact.type === 'PayerRegistered')
      names.set(payerId, first.fact.data.legalName);
  }
  return names;
};
