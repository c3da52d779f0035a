import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import {
  bindDoctor,
  buildTestApp,
  earning,
  registerDoctor,
  type TestApp,
} from '../support/test-app.ts';

t.test('the id of an earning is one doctor’s', async (t) => {
  const store = memoryEventStore();
  const begunAnew = () => buildTestApp(t, { store });
  const app = await buildTestApp(t, { store });
  for (const doctor of ['doc-1', 'doc-2', 'doc-3']) await registerDoctor(app, doctor);
  const tell = async (on: TestApp, change: Parameters<typeof earning>[0]) => {
    const { status, body } = await on.call('platform', 'POST', '/v1/earnings', earning(change));
    return `${status} ${body.code ?? body.account}`;
  };

  t.test('for another it is refused, and the first keeps it', async (t) => {
    t.equal(await tell(app, { earningId: 'o-1' }), '201 doc-1');
    t.equal(await tell(app, { earningId: 'o-1', doctorId: 'doc-2' }), '409 earning-differs');
    t.equal(await tell(app, { earningId: 'o-1' }), '200 doc-1');
  });

  t.test('also by a service that has only the views to know it from', async (t) => {
    t.equal(await tell(app, { earningId: 'o-2' }), '201 doc-1');
    const head = await store.head();
    const later = await begunAnew();
    await later.call('finance', 'GET', `/v1/trial-balance?at-least=${head}`);
    t.equal(await tell(later, { earningId: 'o-2', doctorId: 'doc-2' }), '409 earning-differs');
    t.equal(await tell(later, { earningId: 'o-2' }), '200 doc-1');
  });

  t.test('of two told at the same time one has it', async (t) => {
    const both = ['doc-1', 'doc-2'].map((doctorId) => tell(app, { earningId: 'o-3', doctorId }));
    const [winner, loser] = (await Promise.all(both)).toSorted();
    // Which of them comes first is nobody's promise.
    t.match(winner, /^201 doc-[12]$/);
    t.equal(loser, '409 earning-differs');
  });

  t.test('what was refused leaves it free', async (t) => {
    const nobody = { earningId: 'o-4', doctorId: 'nobody' };
    t.equal(await tell(app, nobody), '404 doctor-unknown');
    t.equal(await tell(app, { earningId: 'o-4', doctorId: 'doc-2' }), '201 doc-2');
  });

  t.test('a team has it together', async (t) => {
    const team = (...ids: readonly string[]) => ({
      earningId: 'o-5',
      team: ids.map((doctorId) => ({ doctorId, share: '1' })),
    });
    t.match(await tell(app, team('doc-1', 'doc-2')), /^201/);
    t.match(await tell(app, team('doc-1', 'doc-2')), /^200/);
    t.equal(await tell(app, team('doc-1', 'doc-3')), '409 earning-differs');
    t.equal(await tell(app, { earningId: 'o-5', doctorId: 'doc-3' }), '409 earning-differs');
  });

  t.test('and nobody’s beside it, also where only the views know it', async (t) => {
    await bindDoctor(app, { doctorId: 'doc-2' });
    await bindDoctor(app, { doctorId: 'doc-3' });
    t.equal(await tell(app, { earningId: 'o-6', doctorId: 'doc-2' }), '201 org-1');
    t.equal(await tell(app, { earningId: 'o-7' }), '201 doc-1');
    const head = await store.head();
    const later = await begunAnew();
    await later.call('finance', 'GET', `/v1/trial-balance?at-least=${head}`);
    const colleague = { earningId: 'o-6', doctorId: 'doc-3' };
    t.equal(await tell(later, colleague), '409 earning-differs', 'a colleague of one organization');
    t.equal(await tell(later, { earningId: 'o-6', doctorId: 'doc-2' }), '200 org-1');
    const team = ['doc-3', 'doc-1'].map((doctorId) => ({ doctorId, share: '1' }));
    t.equal(await tell(later, { earningId: 'o-7', team }), '409 earning-differs', 'a team');
    const { body } = await later.call('finance', 'GET', '/v1/organizations/org-1/balance');
    t.equal(body.earned, '3000.00', 'what was refused booked nothing');
  });
});
