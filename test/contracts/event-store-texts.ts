import fc from 'fast-check';
import type { Test } from 'tap';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { appended, freshStream, newFact } from './event-store-words.ts';

/** JSON that a store which parses and writes again would change. */
const awkward = [
  'null',
  'false',
  '0',
  '-0',
  '""',
  '[]',
  '{}',
  ' {}',
  '{}\n',
  '[1, 2]',
  '1e400',
  '1E2',
  '1.0',
  '0.1000000000000000055511151231257827',
  '12345678901234567890',
  '{"b":1,"a":2}',
  '{"2":0,"1":0}',
  '{"a":1,"a":2}',
  '{"__proto__":{"x":1}}',
  '{"toJSON":"x","constructor":null}',
  '"\\u0041"',
  '"\\ud800"',
  '"\\/"',
  '"\u2028\u2029\ufeff"',
  `${'['.repeat(900)}${']'.repeat(900)}`,
];

/** Any value, written in any of the ways JSON allows. */
const jsonText = fc
  .tuple(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), fc.constantFrom('', ' ', '\r\n'))
  .map(([value, indent, around]) => `${around}${JSON.stringify(value, null, indent)}${around}`);

export const textContract = (t: Test, store: EventStore): void => {
  const comesBack = async (texts: readonly string[]) => {
    const stream = freshStream();
    const facts = texts.map((text, index) =>
      newFact({ data: text, metadata: texts[texts.length - 1 - index] ?? text }),
    );
    appended(await store.append(stream, 'no-stream', facts));
    const stored = await store.readStream(stream, { max: texts.length });
    return stored.facts.every(
      ({ data, metadata }, index) =>
        data === facts[index]?.data && metadata === facts[index].metadata,
    );
  };

  t.test('JSON comes back as it was written, not as it would be written again', async (t) => {
    for (const [index, text] of awkward.entries()) t.ok(await comesBack([text]), `text ${index}`);
    t.ok(await comesBack(awkward), 'all in one append');
  });

  t.test('so does any other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(jsonText, { minLength: 1, maxLength: 12 }), comesBack),
      { numRuns: 40 },
    );
  });
};
