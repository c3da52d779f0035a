import t from 'tap';
import { memoryEventStore } from '../../../adapters/memory/event-store.ts';
import { isJobDone, jobDecider } from '../../../domain/jobs/decider.ts';
import type { JobFact } from '../../../domain/jobs/facts.ts';
import { monthFromFact } from '../../../domain/time.ts';
import { jobRunsOn } from '../../../src/ledger/job-runs.ts';
import { deciderSpec } from '../../support/decider-spec.ts';
import { storedIn } from '../../support/jar.ts';
import { on, reference } from '../../support/ledger-words.ts';

const job = deciderSpec(jobDecider);
const of = { name: reference('issue-statements'), period: monthFromFact('2026-10') };
const began = on('2026-11-01 02:00');
const start = { type: 'StartJob', ...of, abandonedAfterMs: 60_000 } as const;
const started = (run = 1): JobFact => ({ type: 'JobStarted', data: { ...of, run, at: began } });
const finished = (run = 1, outcome: 'done' | 'failed' = 'done'): JobFact => ({
  type: 'JobFinished',
  data: { ...of, run, outcome, counts: { issued: 3 }, at: began },
});
const finish = { type: 'FinishJob', ...of, outcome: 'done', counts: { issued: 3 } } as const;

t.test('a job for a period', async (t) => {
  t.test('leaves a fact when it begins and one when it ends', async (t) => {
    job(t)
      .given()
      .when({ ...start, now: began })
      .yields(started());
    job(t)
      .given(started())
      .when({ ...finish, run: 1, now: began })
      .yields(finished());
    job(t)
      .given(started(), finished())
      .when({ ...finish, run: 1, now: began })
      .changesNothing();
  });

  t.test('runs once at a time; a run that never ended gives way after a while', async (t) => {
    job(t)
      .given(started())
      .when({ ...start, now: on('2026-11-01 02:00') })
      .refuses({ code: 'job-running', run: 1, startedAt: began });
    job(t)
      .given(started())
      .when({ ...start, now: on('2026-11-01 02:01') })
      .yields({ type: 'JobStarted', data: { ...of, run: 2, at: on('2026-11-01 02:01') } });
    job(t)
      .given(started(), started(2))
      .when({ ...finish, run: 1, now: began })
      .refuses({ code: 'job-not-running', run: 1 });
  });

  t.test('may run again; only its newest run says whether the period is done', async (t) => {
    const done = job(t)
      .given(started())
      .when({ ...finish, run: 1, now: began })
      .yields(finished());
    t.equal(isJobDone(done), true);
    const again = job(t)
      .given(started(), finished())
      .when({ ...start, now: began })
      .yields(started(2));
    t.equal(isJobDone(again), false);
    t.equal(isJobDone(jobDecider.evolve(again, finished(2, 'failed'))), false);
  });
});

t.test('running a job', async (t) => {
  const store = memoryEventStore();
  const runs = jobRunsOn(store);
  const asking = { actor: 'system:test', correlation: 'r-1', now: () => began };

  t.test('writes down what it did', async (t) => {
    const outcome = await runs.run(of, asking, async () => ({
      outcome: 'done',
      counts: { issued: 3 },
    }));
    t.match(outcome, { ok: true, value: { run: 1, counts: { issued: 3 } } });
    t.equal(isJobDone(await runs.state(of)), true);
  });

  t.test('whose work throws is written down as failed, and the fault goes on', async (t) => {
    await t.rejects(
      runs.run(of, asking, () => Promise.reject(new Error('no store'))),
      { message: 'no store' },
    );
    t.equal(isJobDone(await runs.state(of)), false);
    const types = (await storedIn(store, 'job-issue-statements-2026-10')).map(({ type }) => type);
    t.strictSame(types, ['JobStarted', 'JobFinished', 'JobStarted', 'JobFinished']);
  });
});
