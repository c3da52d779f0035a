import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { ndjsonLines } from '../../src/http/ndjson-lines.ts';
import { turns } from '../../src/turns.ts';
import {
  type Answer,
  buildTestApp,
  earning,
  registerDoctor,
  type TestApp,
} from '../support/test-app.ts';

const send = async (app: TestApp, payload: string | Buffer | Readable): Promise<Answer> =>
  app.inject({
    method: 'POST',
    url: '/v1/earnings/batch',
    headers: {
      authorization: `Bearer ${await app.tokenOf('platform')}`,
      'content-type': 'application/x-ndjson',
    },
    payload,
  });
const line = (change: object) => JSON.stringify(earning({ ...change }));
const rejectionsOf = ({ body }: Answer): readonly string[] =>
  (body.rejections ?? []).map((one) => `${one.line} ${one.code} ${one.detail}`);

t.test(
  'each kind of bad line has its code, and names the field without repeating it',
  async (t) => {
    const app = await buildTestApp(t);
    await registerDoctor(app);
    // The kinds of bad lines that a month of real input had.
    const bad: readonly (readonly [string, string])[] = [
      [line({ earningId: 'x', gross: 12.3 }), 'invalid-earning gross: '],
      [line({ earningId: 'x', gross: '-1.00' }), 'invalid-earning gross: expected an amount'],
      [line({ earningId: 'x', gross: '12.345' }), 'invalid-earning gross: expected an amount'],
      [line({ earningId: 'x', gross: '1e3' }), 'invalid-earning gross: expected an amount'],
      [line({ earningId: 'x', gross: '１２.００' }), 'invalid-earning gross: expected an amount'],
      [line({ earningId: 'x', gross: '99999999999999999999.00' }), 'invalid-earning gross: '],
      [line({ earningId: 'x', gross: '0.00' }), 'amount-not-positive '],
      [
        line({ earningId: 'x', completedAt: '2026-13-01T00:00:00+08:00' }),
        'invalid-earning completedAt: ',
      ],
      [line({ earningId: 'x', completedAt: '2027-01-01T00:00:00+08:00' }), 'completed-in-future '],
      [line({ earningId: 'x', source: 'lottery' }), 'invalid-earning source: '],
      [line({ earningId: 'x', payerId: 'nobody' }), 'payer-unknown '],
      [line({ earningId: 'x', doctorId: 'nobody' }), 'doctor-unknown '],
      [line({ earningId: 'x', surprise: 'field' }), 'invalid-earning surprise: unknown field'],
      [line({ earningId: 'x', '6228482357073380869': 1 }), 'invalid-earning ["?"]: unknown field'],
      [line({ earningId: '' }), 'invalid-earning earningId: '],
      [line({ earningId: 'x', serviceRef: 'a\nb' }), 'invalid-earning serviceRef: '],
      [line({ earningId: 'x', serviceRef: 'a\uffff' }), 'invalid-earning serviceRef: '],
      [line({ earningId: 'x', team: [{ doctorId: 'doc-2', share: '1' }] }), 'team-lacks-doctor '],
      ['{"__proto__":{"x":1}}', 'invalid-earning '],
      ['[]', 'invalid-earning '],
      ['"text"', 'invalid-earning '],
      ['null', 'invalid-earning '],
      ['', 'malformed-json expected one JSON object a line'],
      ['{not json', 'malformed-json expected one JSON object a line'],
    ];
    const answer = await send(
      app,
      `${bad.map(([text]) => text).join('\n')}\n${line({ earningId: 'good' })}`,
    );
    t.match(answer.body, { accepted: 1, duplicates: 0, rejected: bad.length, position: String });
    const said = rejectionsOf(answer);
    for (const [at, [text, expected]] of bad.entries())
      t.ok(said[at]?.startsWith(`${at + 1} ${expected}`), `${text} → ${said[at]}`);
    t.notMatch(answer.text, /1e3|lottery|12\.345|6228482357073380869/);
    const { body } = await app.call(
      'finance',
      'GET',
      `/v1/doctors/doc-1/balance?at-least=${answer.body.position}`,
    );
    t.equal(body.earned, '3000.00', 'bad lines change nothing');
  },
);

t.test('of lines with one id the first wins, whatever it waits for', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const lines = Array.from({ length: 300 }, (_, at) => `e-${at}`).flatMap((earningId) => [
    line({ earningId, gross: '10.00', patientRef: 'p' }),
    line({ earningId, gross: '99.00' }),
    line({ earningId, gross: '10.00', patientRef: 'p' }),
  ]);
  const answer = await send(app, lines.join('\n'));
  t.match(answer.body, { accepted: 300, duplicates: 300, rejected: 300 });
  t.match(rejectionsOf(answer).slice(0, 2), [/^2 earning-differs/, /^5 earning-differs/]);
  const again = await send(app, lines.join('\n'));
  t.match(again.body, { accepted: 0, duplicates: 600, rejected: 300, position: String });
});

t.test('tasks about one thing run in the order they came, also when one fails', async (t) => {
  const inTurn = turns();
  const ended: string[] = [];
  const gate = Promise.withResolvers<void>();
  const slow = inTurn('a', async () => {
    await gate.promise;
    ended.push('slow');
    throw new Error('failed');
  });
  const next = inTurn('a', async () => void ended.push('next'));
  await inTurn('b', async () => void ended.push('other'));
  t.same(ended, ['other'], 'nobody waits for what is about another thing');
  gate.resolve();
  await t.rejects(slow);
  await next;
  t.same(ended, ['other', 'slow', 'next']);
});

t.test('the first thousand rejections are told, by line; all are counted', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  // Those that are told at once are mixed with those that take a look at the ledger first.
  const lines = Array.from({ length: 3_000 }, (_, at) =>
    at % 2 === 0 ? line({ earningId: `e-${at}`, doctorId: `nobody-${at}` }) : '{',
  );
  const answer = await send(app, Readable.from(lines.map((text) => `${text}\n`)));
  t.match(answer.body, { accepted: 0, rejected: 3_000, position: String });
  t.same(
    answer.body.rejections?.map((one) => one.line),
    Array.from({ length: 1_000 }, (_, at) => at + 1),
  );
});

t.test('a body that breaks off leaves what was sent before it recorded', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const broken = async function* () {
    yield `${line({ earningId: 'before' })}\n${line({ earningId: 'half' }).slice(0, 20)}`;
    throw new Error('the line went dead');
  };
  await t.rejects(send(app, Readable.from(broken())));
  const again = await send(app, line({ earningId: 'before' }));
  t.equal(Number(again.body.accepted) + Number(again.body.duplicates), 1);
});

t.test('only ndjson is taken', async (t) => {
  const app = await buildTestApp(t);
  const authorization = `Bearer ${await app.tokenOf('platform')}`;
  for (const type of ['application/json', 'text/plain', undefined]) {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/earnings/batch',
      headers: { authorization, ...(type === undefined ? {} : { 'content-type': type }) },
      ...(type === undefined ? {} : { payload: '{}' }),
    });
    t.match(answer, { status: 415, body: { code: 'unsupported-media-type' } });
  }
  const packed = await app.inject({
    method: 'POST',
    url: '/v1/earnings/batch',
    headers: {
      authorization,
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    },
    payload: gzipSync('{}'),
  });
  t.match(packed, { status: 415, body: { code: 'unsupported-media-type' } }, 'and not packed');
});

t.test('lines are the same however the bytes arrive', async (t) => {
  const linesOf = async (chunks: readonly Buffer[]) => {
    const found: (string | undefined)[] = [];
    for await (const lines of ndjsonLines(Readable.from(chunks))) {
      for (const { number, text } of lines) {
        found.push(text);
        if (number !== found.length) throw new Error('Lines are numbered from 1');
      }
    }
    return found;
  };
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom('a', '医', '"', '\r', '\n'), maxLength: 12 }),
  );
  await fc.assert(
    fc.asyncProperty(texts, fc.array(fc.nat(9)), async (parts, cuts) => {
      const whole = Buffer.from(parts.join('\n'));
      const chunks: Buffer[] = [];
      let from = 0;
      for (const cut of cuts) {
        chunks.push(whole.subarray(from, from + cut));
        from += cut;
      }
      chunks.push(whole.subarray(from));
      const expected = whole.toString('utf8').split('\n');
      if (expected.at(-1) === '') expected.pop();
      return JSON.stringify(await linesOf(chunks)) === JSON.stringify(expected);
    }),
  );
  t.same(await linesOf([Buffer.alloc(70_000, 'x'), Buffer.from('\nshort')]), [undefined, 'short']);
  t.same(await linesOf([Buffer.alloc(65_536, 'x')]), ['x'.repeat(65_536)]);
  const marked = Buffer.from('\ufeff{}\n\ufeff{}');
  t.same(await linesOf([marked.subarray(0, 2), marked.subarray(2)]), ['{}', '\ufeff{}']);
  t.same(await linesOf([Buffer.alloc(65_537, 'x')]), [undefined]);
});
