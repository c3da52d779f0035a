import t from 'tap';
import { z } from 'zod';
import { addressOf, contractRoutes, partyOf } from '../support/contract-routes.ts';
import { type Answer, buildTestApp, registerDoctor, settleSomething } from '../support/test-app.ts';

const schema = z.custom<z.core.JSONSchema.JSONSchema>((value) => typeof value === 'object');
const content = z.record(z.string(), z.object({ schema }));
const operation = z.looseObject({
  summary: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: content.optional() })),
  security: z.array(z.unknown()).optional(),
});
const document = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

const isStreamed = (route: string): boolean =>
  ['/journal', '/batch', '/events'].some((part) => route.includes(part));

/** Goal: the document says what the service does, because it is made from what the service checks. */
t.test('the contract', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await settleSomething(app);
  const { paths } = document.parse((await app.call(undefined, 'GET', '/openapi.json')).body);
  const operationOf = (route: string) => {
    const [method = '', path = ''] = route.split(' ');
    const found = paths[path]?.[method.toLowerCase()];
    if (found === undefined) throw new Error(`${route} is not in the document`);
    return found;
  };
  const fault = (route: string, { status, body }: Answer): string | undefined => {
    const { responses } = operationOf(route);
    const said = (responses[status] ?? responses.default)?.content;
    const [shape] = Object.values(said ?? {});
    if (shape === undefined) return `${status} is not described`;
    const parsed = z.fromJSONSchema(shape.schema).safeParse(body);
    return parsed.success ? undefined : z.prettifyError(parsed.error);
  };

  t.test('describes every answer as it is given', async (t) => {
    const answers = new Map<string, number[]>();
    // The second round says everything again, and then the reads have something to show.
    for (const { route, who, body } of [...contractRoutes, ...contractRoutes]) {
      const [role] = who;
      if (role === undefined || isStreamed(route)) continue;
      const { method, url } = addressOf(route);
      const answer = await app.call(role, method, url, body, partyOf(role));
      t.equal(fault(route, answer), undefined, `${answer.status} ${route}`);
      answers.set(route, [...(answers.get(route) ?? []), answer.status]);
    }
    const never = [...answers].filter(([, statuses]) => !statuses.some((status) => status < 300));
    t.same(
      never.map(([route]) => route),
      [
        'POST /v1/adjustments/{adjustmentId}/approve',
        'GET /v1/payouts/{payoutId}',
        'POST /v1/payouts/{payoutId}/cancel',
        'POST /v1/payouts/{payoutId}/reissue',
        'POST /v1/payouts/{payoutId}/resolve',
        'POST /v1/statements/{statementId}/dispute',
        'POST /v1/statements/{statementId}/pay',
        'POST /v1/reconciliations/{date}/sign-off',
        'POST /v1/reconciliations/{date}/reopen',
        'PUT /v1/reconciliations/{date}/bills/{kind}',
        'GET /v1/breaks/{breakId}',
        'POST /v1/breaks/{breakId}/resolve',
      ],
      'all but those that want another person, a payout or an unconfirmed statement are answered with what was asked',
    );
  });

  t.test('says in every answer where the log stood, and takes that in every read', async (t) => {
    let position = '';
    for (const { route, who, body } of [...contractRoutes, ...contractRoutes]) {
      const [role] = who;
      if (role === undefined || isStreamed(route)) continue;
      const { method, url } = addressOf(route);
      const isRead = method === 'GET' || route.endsWith('/quote');
      const asked = method === 'GET' && position !== '' ? `${url}?at-least=${position}` : url;
      const answer = await app.call(role, method, asked, body, partyOf(role));
      t.not(answer.status, 400, route);
      if (answer.status >= 300) continue;
      t.match(answer.body, { [isRead ? 'asOf' : 'position']: String }, route);
      if (!isRead) position = String(answer.body.position);
    }
  });

  t.test('refuses what a query says and nobody reads', async (t) => {
    for (const { route, who, body } of contractRoutes) {
      const [role] = who;
      if (role === undefined || route.includes('/batch') || route.includes('/bills/')) continue;
      const { method, url } = addressOf(route);
      const answer = await app.call(role, method, `${url}?surprise=1`, body, partyOf(role));
      t.match(answer, { status: 400, body: { errors: [{ path: 'surprise' }] } }, route);
    }
  });

  t.test('describes a withdrawal and its payouts as they are shown', async (t) => {
    app.setNow('2026-12-05T10:00:00+08:00');
    const one = 'doc-2';
    await registerDoctor(app, one);
    const told = {
      earningId: 'one',
      doctorId: one,
      payerId: 'pay-1',
      source: 'consultation',
      gross: '900',
      completedAt: '2026-11-20T10:00:00+08:00',
    };
    await app.call('platform', 'POST', '/v1/earnings', told);
    const asked = { withdrawalId: 'w-9', amount: '500' };
    const url = `/v1/doctors/${one}/withdrawals`;
    const first = await app.call('doctor', 'POST', url, asked, one);
    t.equal(first.status, 202);
    t.equal(fault('POST /v1/doctors/{doctorId}/withdrawals', first), undefined);
    const id = first.body.payouts?.[0]?.payoutId;
    const query = `?at-least=${first.body.position}`;
    for (const [route, address] of [
      ['GET /v1/withdrawals/{withdrawalId}', `/v1/withdrawals/w-9${query}`],
      ['GET /v1/payouts', '/v1/payouts'],
      ['GET /v1/payouts/{payoutId}', `/v1/payouts/${id}`],
    ] as const) {
      const answer = await app.call('finance', 'GET', address);
      t.equal(answer.status, 200);
      t.equal(fault(route, answer), undefined, route);
    }
    const cancelled = await app.call('finance', 'POST', `/v1/payouts/${id}/cancel`);
    t.equal(fault('POST /v1/payouts/{payoutId}/cancel', cancelled), undefined);
  });

  t.test('refuses unknown fields wherever a body is taken', async (t) => {
    for (const { route, body } of contractRoutes.filter((one) => one.body !== undefined)) {
      const [shape] = Object.values(operationOf(route).requestBody?.content ?? {});
      const strict = JSON.stringify(shape?.schema).includes('"additionalProperties":false');
      t.ok(strict, route);
      t.ok(z.fromJSONSchema(shape?.schema ?? {}).safeParse(body).success, route);
    }
  });

  t.test('asks for a token everywhere but where it says so', async (t) => {
    for (const { route } of contractRoutes) t.equal(operationOf(route).security, undefined, route);
    for (const route of ['GET /metrics', 'GET /health/live', 'GET /health/ready'])
      t.same(operationOf(route).security, [], route);
  });

  t.test('can be read as a page that needs nothing from elsewhere', async (t) => {
    const { text, headers } = await app.call(undefined, 'GET', '/docs');
    t.match(headers['content-type'], /text\/html/);
    for (const path of Object.keys(paths)) t.ok(text.includes(path), path);
    t.notMatch(text, /src=|href="http|@import|<script/);
  });
});
