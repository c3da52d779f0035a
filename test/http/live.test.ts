import t from 'tap';
import { Agent, request } from 'undici';
import { buildTestApp, registerDoctor } from '../support/test-app.ts';

const url = '/v1/doctors/doc-1/events';

t.test('news over HTTP', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const headers = { authorization: `Bearer ${await app.tokenOf('doctor', 'doc-1')}` };
  const base = await app.app.listen({ port: 0, host: '127.0.0.1' });
  const agent = new Agent();
  t.teardown(() => agent.destroy());
  /** Over a real connection, which can be broken off. */
  const open = async (more: { readonly [name: string]: string } = {}) => {
    const options = { dispatcher: agent, headers: { ...headers, ...more } };
    const answer = await request(`${base}${url}`, options);
    // Broken off is what it is meant to be.
    answer.body.on('error', () => {});
    return {
      status: answer.statusCode,
      headers: answer.headers,
      beginning: async () => {
        for await (const chunk of answer.body) return String(chunk);
        return '';
      },
      leave: () => answer.body.destroy(),
    };
  };

  t.test('are never kept by a cache, and never gathered by a proxy', async (t) => {
    const news = await open();
    t.match(news.headers, {
      'content-type': /text\/event-stream/,
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    t.match(await news.beginning(), 'event: ready');
  });

  t.test('go on only after an id that the log can have given out', async (t) => {
    const news = await open({ 'last-event-id': '999999' });
    t.match(await news.beginning(), 'event: reset');
    const wrong = await app.inject({ url, headers: { ...headers, 'last-event-id': 'never' } });
    t.match(wrong, { status: 400, body: { errors: [{ path: 'last-event-id' }] } });
    const nobody = await app.call('finance', 'GET', '/v1/doctors/doc-9/events');
    t.match(nobody.body, { code: 'doctor-unknown' });
  });

  t.test('are told to ten at once, and to the next when one has gone', async (t) => {
    const all: Awaited<ReturnType<typeof open>>[] = [];
    const openUntil = async (status: number): Promise<void> => {
      for (let last = 0; last !== status; ) {
        const one = await open();
        last = one.status;
        if (last === 200) all.push(one);
        else one.leave();
      }
    };
    // Those of before may be on their way out still.
    await openUntil(503);
    t.ok(all.length <= 10);
    all[0]?.leave();
    await openUntil(200);
    for (const { leave } of all) leave();
  });
});
