import t from 'tap';
import { request } from 'undici';
import { z } from 'zod';
import { fundAtProvider } from '../../src/demo/fund-provider.ts';
import { startWorld, type World } from '../../src/demo/world.ts';
import { developmentToken } from '../../src/tokens.ts';

const day = '2026-09-10T10:00:00+08:00';

/** A doctor with a card, 3,000.00 earned, and a payer who has it at the provider. */
const doctorWithEarning = async ({ clients, sandboxUrl }: World): Promise<void> => {
  const merchantNo = '10100000001';
  const funding = { fundingId: 'f-1', amount: '5000.00' };
  const payer = { legalName: '示例医院', merchantNo, taxMethod: 'labor-monthly' };
  await clients.must('platform', undefined, 'PUT', '/v1/payers/pay-1', payer);
  const received = { ...funding, receivedAt: day };
  await clients.must('finance', undefined, 'POST', '/v1/payers/pay-1/fundings', received);
  await fundAtProvider(sandboxUrl, { ...funding, merchantNo });
  const person = { kind: 'doctor', name: '示例医生' };
  await clients.must('platform', undefined, 'PUT', '/v1/doctors/doc-1', person);
  const consent = { version: '1', textHash: 'x' };
  await clients.must('doctor', 'doc-1', 'PUT', '/v1/doctors/doc-1/consents/payout', consent);
  const card = { cardNumber: '6222020000000000010', bankCode: 'ICBC', confirmed: true };
  await clients.must('doctor', 'doc-1', 'PUT', '/v1/doctors/doc-1/bank-card', card);
  await clients.must('platform', undefined, 'POST', '/v1/earnings', {
    earningId: 'ern-1',
    doctorId: 'doc-1',
    payerId: 'pay-1',
    source: 'consultation',
    gross: '3000.00',
    completedAt: day,
  });
};

/** Opens the doctor's news; says everything that came by the time a text did. */
const listen = async ({ serviceUrl, jwtSecret }: World, lastEventId?: string) => {
  const token = await developmentToken(jwtSecret, { role: 'doctor', sub: 'd', party: 'doc-1' });
  const answer = await request(`${serviceUrl}/v1/doctors/doc-1/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  let came = '';
  const chunks = answer.body[Symbol.asyncIterator]();
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type']),
    until: async (text: string): Promise<string> => {
      while (!came.includes(text)) {
        const { value, done } = await chunks.next();
        if (done === true) throw new Error(`Ended before ${text}: ${came}`);
        came += String(value);
      }
      return came;
    },
    ended: async (): Promise<void> => {
      while ((await chunks.next()).done !== true);
    },
  };
};

/** What the doctor is told of as earned right after each of five earnings, with no position named. */
const earnedAtOnce = async ({ clients }: World): Promise<readonly string[]> => {
  await clients.must('platform', undefined, 'PUT', '/v1/doctors/doc-2', {
    kind: 'doctor',
    name: '示例医生乙',
  });
  const told: string[] = [];
  for (const nth of [1, 2, 3, 4, 5]) {
    await clients.must('platform', undefined, 'POST', '/v1/earnings', {
      earningId: `ern-2-${nth}`,
      doctorId: 'doc-2',
      payerId: 'pay-1',
      source: 'consultation',
      gross: '10.00',
      completedAt: day,
    });
    const balance = await clients.must('doctor', 'doc-2', 'GET', '/v1/doctors/doc-2/balance');
    told.push(z.object({ earned: z.string() }).parse(balance).earned);
  }
  return told;
};

t.test(
  'a page sees a payout move, from the request to the money',
  { timeout: 60_000 },
  async (t) => {
    const world = await startWorld();
    let closed: Promise<void> | undefined;
    const close = (): Promise<void> => {
      closed ??= world.close();
      return closed;
    };
    t.teardown(close);
    await doctorWithEarning(world);
    t.strictSame(await earnedAtOnce(world), ['10.00', '20.00', '30.00', '40.00', '50.00']);
    const news = await listen(world);
    t.equal(news.status, 200);
    t.match(news.type, 'text/event-stream');
    await news.until('event: ready');
    const asked = { withdrawalId: 'w-1', amount: 'all' };
    await world.clients.must('doctor', 'doc-1', 'POST', '/v1/doctors/doc-1/withdrawals', asked);
    const came = await news.until('"state":"paid"');
    t.match(came, /event: withdrawal\ndata: .*"withdrawalId":"w-1"/);
    const states = [...came.matchAll(/event: payout\ndata: .*"state":"([a-z-]+)"/g)].map(
      ([, state]) => state,
    );
    t.same(states, ['submitted', 'accepted', 'paid']);
    t.notMatch(came, /6222020000000000010|0010|示例医生/, 'no card, no name');

    const first = came.match(/^id: (.*)$/m)?.[1];
    const again = await (await listen(world, first)).until('"state":"paid"');
    t.match(again, /"state":"submitted"/, 'who comes back is told what was missed');

    const ending = news.ended();
    await close();
    await ending;
    t.pass('a service that ends does not wait for those who listen');
  },
);
