import t from 'tap';
import { act, happens, withdrawalOf, withdrawn } from '../support/desk.ts';
import { buildTestApp } from '../support/test-app.ts';

t.test(
  'what may be at the provider is asked to be stopped, and stays until there is evidence',
  async (t) => {
    const app = await buildTestApp(t);
    const id = await withdrawn(app);
    await happens(app, { type: 'SubmitPayout', payoutId: id });
    const { body } = await act(app, `${id}/cancel`, { reason: 'a mistake' });
    t.match(body, { state: 'submitted', stopAsked: true, position: String });
    await app.call('finance', 'GET', `/v1/payouts?at-least=${body.position}`);
    t.match(await withdrawalOf(app), { state: 'processing', payouts: [{ stopAsked: true }] });
  },
);

t.test(
  'why am I not paid? One call says it of each step, in both languages, with what comes next',
  async (t) => {
    const app = await buildTestApp(t);
    const id = await withdrawn(app);
    const words = {
      zh: /\p{Script=Han}/u,
      en: /^[A-Z]/,
      next: { zh: /\p{Script=Han}/u, en: /^[A-Z]/ },
    };
    await happens(
      app,
      { type: 'SubmitPayout', payoutId: id },
      { type: 'NoteWaiting', payoutId: id, reason: 'payer-short-of-funds' },
    );
    await app.settled();
    t.match(await withdrawalOf(app), {
      payouts: [
        { state: 'submitted', waitingFor: 'payer-short-of-funds', why: { en: /short of funds/ } },
      ],
    });
    const rejected = { evidence: 'query', providerCode: 'X' } as const;
    await happens(
      app,
      { type: 'RecordInDoubt', payoutId: id, reason: 'no answer' },
      { type: 'RecordRejected', payoutId: id, reason: 'card-closed-or-frozen', ...rejected },
    );
    await app.settled();
    const { payouts } = await withdrawalOf(app);
    t.match(payouts?.[0]?.why, { ...words, en: /closed or frozen/ });
    const steps = [...(payouts?.[0]?.timeline ?? [])];
    t.match(steps, [
      { state: 'requested' },
      { state: 'submitted' },
      { state: 'submitted', why: words },
      { state: 'in-doubt', why: words },
      { state: 'rejected', why: words },
    ]);
    t.notOk('why' in (steps[0] ?? {}), 'what went well needs no reason');
  },
);
