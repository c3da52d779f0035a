import { addAppend, emptyBatch } from '../../adapters/sqlite/append-batch.ts';
import { logForWriting } from '../../adapters/sqlite/log-database.ts';
import { logWriter } from '../../adapters/sqlite/log-writer.ts';
import type { AccountCommand } from '../../domain/account/commands.ts';
import { accountDecider } from '../../domain/account/decide.ts';
import type { Account } from '../../domain/account/state.ts';
import type { EarningId, PayeeId, PayerId } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import { fen } from '../../domain/money.ts';
import { payeeDecider, payeeStream } from '../../domain/payee/decider.ts';
import { payerDecider, payerStream } from '../../domain/payer/decider.ts';
import { defaultWithdrawalPolicies, policyOn } from '../../domain/policy/withdrawal-policy.ts';
import type { Result } from '../../domain/result.ts';
import { addDays, dayOf, type Instant, monthOf, startOfDay } from '../../domain/time.ts';
import { chainStart } from '../../src/facts/chain.ts';
import { encodeFacts } from '../../src/ledger/encode-facts.ts';

export type Growth = {
  /** The database file, made where it is missing; nothing may have written to it before. */
  readonly file: string;
  readonly facts: number;
  readonly doctors: number;
  /** Everything is recorded at this moment; services are completed on the day before. */
  readonly now: Instant;
  readonly say?: (facts: number) => void;
};

const factsPerBatch = 4_000;
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

/**
 * Makes a log of so many facts with the ledger's own deciders, encoder and writer: a payer, doctors,
 * and their earnings of one day in turn. For measuring how the ledger does when it has grown.
 */
export const growLog = ({ file, facts, doctors, now, say = () => {} }: Growth): void => {
  const log = writing(file, doctors + 10);
  const legal = { legalName: 'grown', merchantNo: '1', taxMethod: 'labor-monthly' } as const;
  const registered = payerDecider.decide(
    { type: 'RegisterPayer', payerId: payer, now, ...legal },
    payerDecider.initialState,
  );
  log.add(payerStream(payer), begin(), decided(registered), now);
  for (let n = 0; n < doctors; n += 1) {
    const told = {
      type: 'RegisterPayee',
      payee: doctorOf(n),
      kind: 'doctor',
      name: 'stored',
      now,
    } as const;
    const known = payeeDecider.decide(told, payeeDecider.initialState);
    log.add(payeeStream(doctorOf(n)), begin(), decided(known), now);
  }
  const accounts = Array.from({ length: doctors }, (_, n) => {
    const [account, at] = [doctorOf(n), begin()];
    const opened = decided(
      accountDecider.decide(opening(account, now), accountDecider.initialState),
    );
    const stream = accountStream(account, monthOf(now));
    log.add(stream, at, opened, now);
    return {
      stream,
      at,
      account,
      state: opened.reduce(accountDecider.evolve, accountDecider.initialState),
    };
  });
  for (let n = 0; log.count() < facts; n += 1) {
    const { stream, at, account, state } = accounts[n % doctors] ?? never();
    log.add(stream, at, earned(account, state, n, now), now);
    if (n % 100_000 === 0) say(log.count());
  }
  log.close();
};

const never = (): never => {
  throw new Error('There is at least one doctor');
};

const opening = (payee: PayeeId, now: Instant): AccountCommand => ({
  type: 'OpenPeriod',
  payee,
  period: monthOf(now),
  from: undefined,
  now,
});

/** Ids are never told twice, so the state need not remember them: memory stays bounded. */
const earned = (payee: PayeeId, state: Account, n: number, now: Instant): readonly Fact[] => {
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
