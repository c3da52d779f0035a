import t from 'tap';
import { roles } from '../../src/http/caller.ts';
import { addressOf, contractRoutes, openRoutes, partyOf } from '../support/contract-routes.ts';
import { bindDoctor, buildTestApp, registerDoctor, settleSomething } from '../support/test-app.ts';

t.test('who may use which route', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await settleSomething(app);
  await bindDoctor(app);
  const statusOf = async (line: string, ...as: [] | [(typeof roles)[number], string?]) => {
    const { method, url } = addressOf(line);
    const [role, party = role === undefined ? undefined : partyOf(role)] = as;
    return (await app.call(role, method, url, undefined, party)).status;
  };

  t.test('is said for every route there is', async (t) => {
    const { body } = await app.call(undefined, 'GET', '/openapi.json');
    const documented = Object.entries(body.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const listed = [...contractRoutes.map(({ route }) => route), ...openRoutes];
    t.same(documented.toSorted(), listed.toSorted());
  });

  t.test('nobody passes without a token', async (t) => {
    for (const { route } of contractRoutes) t.equal(await statusOf(route), 401, route);
  });

  t.test('a role that is not named is turned away, one that is named is let in', async (t) => {
    for (const { route, who } of contractRoutes) {
      for (const role of roles) {
        const status = await statusOf(route, role);
        if (who.includes(role)) t.not(status, 403, `${role}: ${route}`);
        else t.equal(status, 403, `${role}: ${route}`);
      }
    }
  });

  t.test('a doctor touches nothing of another doctor', async (t) => {
    const own = contractRoutes.filter(
      ({ route, who }) => route.includes('{doctorId}') && who.includes('doctor'),
    );
    for (const { route } of own) t.equal(await statusOf(route, 'doctor', 'doc-2'), 403, route);
    t.equal(await statusOf('GET /v1/withdrawals/{withdrawalId}', 'doctor', 'doc-2'), 404);
  });

  t.test('an organization touches nothing of another organization', async (t) => {
    const own = contractRoutes.filter(({ who }) => who.includes('organization'));
    for (const { route } of own)
      t.equal(await statusOf(route, 'organization', 'org-2'), 403, route);
  });
});

t.test('what is open to anyone needs no token', async (t) => {
  const app = await buildTestApp(t);
  for (const route of [
    'GET /health/live',
    'GET /health/ready',
    'GET /metrics',
    'GET /openapi.json',
    'GET /docs',
  ]) {
    const { method, url } = addressOf(route);
    t.equal((await app.call(undefined, method, url)).status, 200, route);
  }
});
