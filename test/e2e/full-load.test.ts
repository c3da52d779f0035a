import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { Pool, request } from 'undici';
import { startWorld } from '../../src/demo/world.ts';
import { settingsFrom } from '../../src/settings.ts';
import { developmentToken } from '../../src/tokens.ts';
import { verifyFiles } from '../../src/verify-files.ts';

const connections = 64;
const doctors = 20;
const loadMs = 1_500;

const bodyOf = (n: number): string =>
  JSON.stringify({
    earningId: `load-${n}`,
    doctorId: `doc-${n % doctors}`,
    payerId: 'pay-1',
    source: 'consultation',
    gross: '120.00',
    completedAt: '2026-09-10T10:00:00+08:00',
  });

/** As many earnings as the service takes, until it is gone; those that it said were recorded. */
const fullLoad = async (url: string, headers: { readonly [name: string]: string }) => {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const acknowledged: number[] = [];
  let next = 0;
  let gone = false;
  const tell = async (): Promise<void> => {
    while (!gone) {
      const n = next++;
      try {
        const call = { method: 'POST', path: '/v1/earnings', headers, body: bodyOf(n) } as const;
        const answer = await pool.request(call);
        await answer.body.dump();
        if (answer.statusCode === 201) acknowledged.push(n);
      } catch {
        gone = true;
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, tell));
  await pool.destroy();
  return acknowledged;
};

t.test('killed under full load, the service has every earning it acknowledged', async (t) => {
  const world = await startWorld();
  t.teardown(world.close);
  const { clients, folder, serviceUrl } = world;
  const terms = { legalName: 'load', merchantNo: '1', taxMethod: 'labor-monthly' };
  await clients.must('platform', undefined, 'PUT', '/v1/payers/pay-1', terms);
  for (let n = 0; n < doctors; n += 1) {
    const doctor = { kind: 'doctor', name: '测试' };
    await clients.must('platform', undefined, 'PUT', `/v1/doctors/doc-${n}`, doctor);
  }
  const token = await developmentToken(world.jwtSecret, { role: 'platform', sub: 'load' });
  const authorization = `Bearer ${token}`;
  const loading = fullLoad(serviceUrl, { authorization, 'content-type': 'application/json' });
  await pause(loadMs);
  await world.killAndRestart();
  const acknowledged = await loading;
  t.ok(acknowledged.length > connections, `${acknowledged.length} were acknowledged`);

  // Said again, each is known: not one of them is new to the log.
  const answer = await request(`${serviceUrl}/v1/earnings/batch`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-ndjson' },
    body: acknowledged.map(bodyOf).join('\n'),
  });
  t.match(await answer.body.json(), { accepted: 0, duplicates: acknowledged.length, rejected: 0 });

  const settings = settingsFrom({ LOTUS_STORE: `sqlite:${folder}`, LOTUS_DATA: folder });
  t.strictSame((await verifyFiles(settings)).differences, []);
});
