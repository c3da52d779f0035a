import t from 'tap';
import { problems } from '../../src/http/problem-table.ts';
import { addressOf, contractRoutes, partyOf } from '../support/contract-routes.ts';
import { type Answer, buildTestApp, registerDoctor } from '../support/test-app.ts';

/** Goal: whatever is sent, the answer is ours, and nothing falls over now or when it is read later. */
const hostile: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  12.3,
  1e308,
  '',
  ' ',
  'x'.repeat(2_000),
  '１.００',
  '-0.00',
  '1e3',
  '0x10',
  '0.001',
  '99999999999.99',
  '9999999999.99',
  '\u0000',
  '\ud800',
  'a\nb',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "'; drop table facts; --",
  '0001-01-01T00:00:00+08:00',
  '9999-12-31T23:59:59+08:00',
  '2026-13-01T00:00:00+08:00',
  '0000-00-00',
  '9999-12-31',
  '2026-02-30',
  [],
  {},
  [[[[[[]]]]]],
  { toString: 'x' },
];
const hostileIds = [
  '__proto__',
  'constructor',
  '..',
  '%00',
  '%2e%2e',
  'a%2Fb',
  '%F0%9F%92%B0',
  '-',
  '0',
];

const isOurs = ({ status, headers, body }: Answer): boolean => {
  if (status < 400) return true;
  const isProblem = String(headers['content-type']).startsWith('application/problem+json');
  return isProblem && status < 500 && Object.hasOwn(problems, body.code ?? '');
};

t.test('whatever is sent in a field', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  for (const { route, who, body = {} } of contractRoutes) {
    const [role] = who;
    if (role === undefined || route.startsWith('GET') || route.includes('batch')) continue;
    const { method, url } = addressOf(route);
    const odd: string[] = [];
    for (const field of [...Object.keys(body), 'surprise', '__proto__']) {
      for (const value of hostile) {
        const sent = JSON.parse(JSON.stringify(body));
        Object.defineProperty(sent, field, { value, enumerable: true });
        const answer = await app.call(role, method, url, sent, partyOf(role));
        if (!isOurs(answer)) odd.push(`${field}=${JSON.stringify(value)}: ${answer.text}`);
      }
    }
    t.same(odd, [], route);
  }

  t.test('every answer read afterwards is sound', async (t) => {
    for (const { route, who } of contractRoutes) {
      const [role] = who;
      if (role === undefined || !route.startsWith('GET')) continue;
      const { method, url } = addressOf(route);
      const answer = await app.call(role, method, url, undefined, partyOf(role));
      t.ok(isOurs(answer), `${route}: ${answer.text}`);
    }
  });
});

t.test('whatever is sent as an id or asked for in a query', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const queries = [
    'at-least',
    'asOf',
    'limit',
    'cursor',
    'from',
    'to',
    'format',
    'state',
    'doctorId',
  ];
  for (const { route, who } of contractRoutes) {
    const [role] = who;
    if (role === undefined) continue;
    const odd: string[] = [];
    const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const urls = names.flatMap((name) =>
      hostileIds.map((id) => addressOf(route, { [name]: id }).url),
    );
    const { method, url } = addressOf(route);
    for (const name of route.startsWith('GET') ? queries : [])
      for (const value of [
        '',
        '-1',
        `1&${name}=2`,
        '9'.repeat(40),
        '%00',
        '%ff',
        'W10',
        'e30',
        '2026-11',
      ])
        urls.push(`${url}?${name}=${value}`);
    for (const one of urls) {
      const answer = await app.call(role, method, one, undefined, partyOf(role));
      if (!isOurs(answer)) odd.push(`${one}: ${answer.text}`);
    }
    t.same(odd, [], route);
  }
});
