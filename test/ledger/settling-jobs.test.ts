import t from 'tap';
import type { PayeeId } from '../../domain/identifiers.ts';
import { isJobDone } from '../../domain/jobs/decider.ts';
import { dayFromFact, type Instant, monthFromFact } from '../../domain/time.ts';
import { settlingJobs } from '../../src/settling/job-names.ts';
import { SettlingJobs } from '../../src/settling/jobs.ts';
import { monthsDue } from '../../src/settling/months-due.ts';
import { foldedWorld } from '../support/folded.ts';
import { on } from '../support/ledger-words.ts';
import { doctor, organization, payer, yuan } from '../support/ledger-world.ts';

const october = monthFromFact('2026-10');

/** A doctor bound since October who completed one service on the fifth; time stands at `now`. */
const world = async (now: string) => {
  const folded = await foldedWorld();
  const { ledger, asking, earn, pass } = folded.world;
  const bind = { type: 'BindToOrganization', organizationId: organization } as const;
  await ledger.parties.handlePayee(
    {
      ...bind,
      payee: doctor(1),
      from: dayFromFact('2026-10-01'),
      now: folded.world.now(),
    },
    asking(),
  );
  await earn('ern-1', doctor(1), payer(1), yuan('900.00'));
  const clock = { now: () => at };
  let at: Instant = on(now);
  const ports = async () => ({ ledger, views: await folded.views(), clock });
  const jobs = async () => new SettlingJobs(await ports());
  const due = async () => monthsDue(await ports());
  const stand = (text: string): void => {
    at = on(text);
  };
  const stateOf = async (name: keyof typeof settlingJobs, period: string) =>
    ledger.jobs.state({ name: settlingJobs[name], period: period as typeof october });
  return { ledger, asking, jobs, due, stand, stateOf, pass };
};

t.test('issuing a month', async (t) => {
  t.test('leaves a record; run again it changes nothing', async (t) => {
    const { jobs, stateOf } = await world('2026-11-05 00:30');
    const first = await (await jobs()).issueMonth(october);
    t.match(first, { value: { run: 1, counts: { issued: 1, repeated: 0, failed: 0 } } });
    const again = await (await jobs()).issueMonth(october);
    t.match(again, { value: { run: 2, counts: { issued: 0, repeated: 1, failed: 0 } } });
    t.match(await stateOf('issue', '2026-10'), { last: { finished: { outcome: 'done' } } });
  });

  t.test('is due from its day on until it is done, also months later', async (t) => {
    const { jobs, due, stand } = await world('2026-11-04 23:59');
    t.strictSame(await due(), []);
    stand('2026-11-05 00:00');
    t.strictSame(await due(), ['2026-10']);
    stand('2027-01-06 00:00');
    t.strictSame(await due(), ['2026-10', '2026-11', '2026-12']);
    await (await jobs()).tick();
    t.strictSame(await due(), []);
  });
});

t.test('silence counts as a yes on the day a statement names, not before', async (t) => {
  const { jobs, stand, ledger, stateOf } = await world('2026-11-05 00:30');
  await (await jobs()).issueMonth(october);
  const of = { organizationId: organization, payerId: payer(1) };
  const [claim] = (await ledger.statements.claims.settling(of.organizationId, of.payerId)).claims;
  if (claim === undefined) throw new Error('nothing was issued');
  const state = async () => (await ledger.statements.state(claim.statementId)).state;
  stand('2026-11-11 00:30');
  await (await jobs()).tick();
  t.equal(await state(), 'issued');
  stand('2026-11-12 00:30');
  await (await jobs()).tick();
  t.equal(await state(), 'confirmed');
  t.equal(isJobDone(await stateOf('confirm', '2026-11-12')), true);
});

t.test(
  'an organization is reminded once, and finance is told once, by the policy’s days',
  async (t) => {
    const { jobs, stand, ledger, asking } = await world('2026-10-05 09:00');
    const payee: PayeeId = doctor(1);
    const request = async () => (await ledger.parties.payee(payee)).unbindRequest;
    await ledger.parties.handlePayee(
      { type: 'RequestUnbind', payee, now: on('2026-10-05 09:00') },
      asking(),
    );
    for (const [now, reminded, escalated] of [
      ['2026-10-07 23:00', undefined, undefined],
      ['2026-10-08 01:00', '2026-10-08 01:00', undefined],
      ['2026-10-09 01:00', '2026-10-08 01:00', undefined],
      ['2026-10-12 01:00', '2026-10-08 01:00', '2026-10-12 01:00'],
      ['2026-10-13 01:00', '2026-10-08 01:00', '2026-10-12 01:00'],
    ] as const) {
      stand(now);
      await (await jobs()).tick();
      const { remindedAt, escalatedAt } = (await request()) ?? {};
      t.equal(remindedAt, reminded && on(reminded), now);
      t.equal(escalatedAt, escalated && on(escalated), now);
    }
  },
);
