import { addAppend, emptyBatch } from '../../adapters/sqlite/append-batch.ts';
import { logForWriting } from '../../adapters/sqlite/log-database.ts';
import { logWriter } from '../../adapters/sqlite/log-writer.ts';
import { accountDecider } from '../../domain/account/decider.ts';
import type { AccountFact } from '../../domain/account/facts.ts';
import type { Account } from '../../domain/account/state.ts';
import { applyToSums } from '../../domain/account/sums.ts';
import type { EarningId, PayeeId, PayerId } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import { fen } from '../../domain/money.ts';
import { payeeDecider, payeeStream } from '../../domain/payee/decider.ts';
import { payerDecider, payerStream } from '../../domain/payer/decider.ts';
import { defaultWithdrawalPolicies, policyOn } from '../../domain/policy/withdrawal-policy.ts';
import { ok, type Result } from '../../domain/result.ts';
import {
  addDays,
  addMonths,
  dayOf,
  firstDayOf,
  type Instant,
  monthOf,
  startOfDay,
} from '../../domain/time.ts';
import { chainStart } from '../../src/facts/chain.ts';
import { encodeFacts } from '../../src/ledger/encode-facts.ts';

export type Growth = {
  /** The database file, made where it is missing; nothing may have written to it before. */
  readonly file: string;
  readonly facts: number;
  readonly doctors: number;
  /** The newest facts are recorded at this moment; services are completed on the day before. */
  readonly now: Instant;
  /** The facts are of so many months, as many in each; of one month unless told. */
  readonly months?: number;
  readonly say?: (facts: number) => void;
};

const factsPerBatch = 4_000;
const daysIntoMonth = 14;
const payer = 'pay-1' as PayerId;
const doctorOf = (n: number): PayeeId => `doc-${n}` as PayeeId;

type Fact = { readonly type: string; readonly data: unknown };

const decided = <Facts extends readonly Fact[]>(decision: Result<Facts, unknown>): Facts => {
  if (!decision.ok) throw new Error('A rule refused what the generator tells');
  return decision.value;
};

/** Where a stream ends. */
type Reached = { revision: number; link: string };
const begin = (): Reached => ({ revision: -1, link: chainStart });

/** Gathers facts and writes them as the service does, only without waiting for the disk each time. */
const writing = (file: string, streamsKept: number) => {
  const database = logForWriting(file);
  database.exec('PRAGMA synchronous = OFF');
  const write = logWriter(database, streamsKept);
  let batch = emptyBatch();
  let count = 0;
  const flush = (): void => {
    const { outcomes } = write(batch);
    const failed = outcomes.find((outcome) => 'code' in outcome);
    if (failed !== undefined) throw new Error(`Not written: ${JSON.stringify(failed)}`);
    batch = emptyBatch();
  };
  return {
    count: () => count,
    add: (stream: string, at: Reached, facts: readonly Fact[], now: Instant): void => {
      count += facts.length;
      const commandId = `grow-${count}`;
      const asking = { actor: 'platform:grow', commandId, correlation: commandId, now };
      const encoded = encodeFacts(stream, at.revision, at.link, facts, asking);
      addAppend(batch, stream, at.revision === -1 ? 'no-stream' : at.revision, encoded.facts);
      at.revision += facts.length;
      at.link = encoded.link;
      if (batch.ids.length >= factsPerBatch) flush();
    },
    close: (): void => {
      if (batch.ids.length > 0) flush();
      database.close();
    },
  };
};

type Writing = ReturnType<typeof writing>;
type Grown = { readonly account: PayeeId; stream: string; at: Reached; state: Account };

/**
 * Makes a log of so many facts with the ledger's own deciders, encoder and writer: a payer, doctors,
 * and their earnings in turn, month after month. For measuring how the ledger does when it has grown.
 */
export const growLog = ({
  file,
  facts,
  doctors,
  now,
  months = 1,
  say = () => {},
}: Growth): void => {
  const log = writing(file, 2 * doctors + 10);
  const moments = Array.from({ length: months }, (_, n) => momentIn(now, n + 1 - months));
  const accounts = register(log, doctors, moments[0] ?? now);
  let told = 0;
  for (const [month, at] of moments.entries()) {
    for (const one of accounts) goOn(log, one, at);
    const until = (facts * (month + 1)) / months;
    for (; log.count() < until; told += 1) {
      const one = accounts[told % doctors] ?? never();
      const recorded = earned(one.account, one.state, told, at);
      log.add(one.stream, one.at, recorded, at);
      one.state = recorded.reduce(summedUp, one.state);
      if (told % 100_000 === 0) say(log.count());
    }
  }
  log.close();
};

const never = (): never => {
  throw new Error('There is at least one doctor');
};

/** Now, or the middle of a month so many months away. */
const momentIn = (now: Instant, months: number): Instant =>
  months === 0
    ? now
    : startOfDay(addDays(firstDayOf(addMonths(monthOf(now), months)), daysIntoMonth));

const register = (log: Writing, doctors: number, now: Instant): readonly Grown[] => {
  const legal = { legalName: 'grown', merchantNo: '1', taxMethod: 'labor-monthly' } as const;
  const registered = payerDecider.decide(
    { type: 'RegisterPayer', payerId: payer, now, ...legal },
    payerDecider.initialState,
  );
  log.add(payerStream(payer), begin(), decided(registered), now);
  return Array.from({ length: doctors }, (_, n): Grown => {
    const account = doctorOf(n);
    const about = { payee: account, kind: 'doctor', name: 'stored', now } as const;
    const known = payeeDecider.decide(
      { type: 'RegisterPayee', ...about },
      payeeDecider.initialState,
    );
    log.add(payeeStream(account), begin(), decided(known), now);
    return { account, stream: '', at: begin(), state: accountDecider.initialState };
  });
};

/** Ends an account's month where it is over, and begins the one of now. */
const goOn = (log: Writing, one: Grown, now: Instant): void => {
  const { account: payee, state } = one;
  const period = monthOf(now);
  const closing = decided(
    state.period === undefined
      ? ok([])
      : accountDecider.decide({ type: 'ClosePeriod', payee, next: period, now }, state),
  );
  if (closing.length > 0) log.add(one.stream, one.at, closing, now);
  const [closed] = closing;
  const from =
    closed?.type === 'PeriodClosed'
      ? { previous: closed.data.period, carried: closed.data.carried }
      : undefined;
  const opened = decided(
    accountDecider.decide(
      { type: 'OpenPeriod', payee, period, from, now },
      accountDecider.initialState,
    ),
  );
  one.stream = accountStream(payee, period);
  one.at = begin();
  one.state = opened.reduce(accountDecider.evolve, accountDecider.initialState);
  log.add(one.stream, one.at, opened, now);
};

/** Of an account's earnings only the sums are kept: ids are never told twice, and memory stays bounded. */
const summedUp = (state: Account, fact: AccountFact): Account => ({
  ...state,
  sums: applyToSums(state.sums, fact),
});

const earned = (
  payee: PayeeId,
  state: Account,
  n: number,
  now: Instant,
): readonly AccountFact[] => {
  const completedAt = startOfDay(addDays(dayOf(now), -1));
  return decided(
    accountDecider.decide(
      {
        type: 'RecordEarning',
        payee,
        now,
        policy: policyOn(defaultWithdrawalPolicies, dayOf(now)),
        earningId: `grown-${n}` as EarningId,
        payerId: payer,
        source: 'consultation',
        gross: fen(12_050n),
        fee: fen(1_205n),
        completedAt,
        serviceRef: `svc-${n}`,
        contractRef: undefined,
        patient: '0123456789abcdef0123456789abcdef',
        fingerprint: `fp-${n}`.padEnd(22, '0'),
        performedBy: undefined,
      },
      state,
    ),
  );
};
