import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { accountStream } from '../../../domain/ledger-fact.ts';
import type { Position, StoredFact } from '../../../domain/ports/event-store.ts';
import { chainStart, linkHolds } from '../../../src/facts/chain.ts';
import { DamagedFact, parseAccountFact } from '../../../src/facts/codec.ts';
import { parseStored } from '../../../src/facts/parse-stored.ts';
import { encodeFacts } from '../../../src/ledger/encode-facts.ts';
import { law } from '../../support/law.ts';
import { doctor, earned, month, today } from '../../support/ledger-words.ts';
import { steps } from '../../support/random-account.ts';
import { life } from '../../support/random-account-life.ts';

const stream = accountStream(doctor, month('2026-10'));
const asking = { actor: 'platform:test', commandId: 'c-1', correlation: 'r-1', now: today };
const stored = (facts: Parameters<typeof encodeFacts>[3]): readonly StoredFact[] =>
  encodeFacts(stream, -1, chainStart, facts, asking).facts.map((fact, revision) => ({
    ...fact,
    stream,
    revision,
    position: `${revision}` as Position,
  }));

t.test('a fact', async (t) => {
  t.test('comes back from its bytes as it was, whatever it says', async (t) => {
    const comesBack = fc.property(steps(60), (list) => {
      const facts = life(list).flatMap(({ facts }) => facts);
      const read = stored(facts).map(parseAccountFact);
      return isDeepStrictEqual(read, facts);
    });
    law(t, comesBack, { numRuns: 80 });
  });

  t.test('comes back with where it stands, who said it and when', async (t) => {
    const [first] = stored([earned('120.00')]);
    if (first === undefined) throw new Error('Nothing was stored');
    const { hash, ...read } = parseStored(first);
    t.strictSame(read, {
      about: 'account',
      payee: doctor,
      period: '2026-10',
      fact: earned('120.00'),
      stream,
      revision: 0,
      position: '0',
      recordedAt: today,
      actor: 'platform:test',
    });
    t.match(hash, /^[\w-]{43}$/);
  });

  t.test('that nobody can have written is damage, and its content is not repeated', async (t) => {
    const [good] = stored([earned('120.00')]);
    if (good === undefined) throw new Error('Nothing was stored');
    for (const bad of [
      { ...good, type: 'EarningInvented' },
      { ...good, data: '{' },
      { ...good, data: good.data.replace('120.00', '120.5') },
      { ...good, data: good.data.replace('hospital', 'no such id') },
      { ...good, data: good.data.replace('+08:00', 'Z') },
      { ...good, data: '{}' },
      { ...good, stream: 'account-2026-10' },
      { ...good, stream: 'wallet-1' },
    ]) {
      t.throws(() => parseStored(bad), DamagedFact);
    }
    t.throws(() => parseStored({ ...good, data: good.data.replace('hospital', 'no such id') }), {
      message: /wrong shape at payerId$/,
    });
  });
});

t.test('the chain of a stream', async (t) => {
  const facts = stored([earned('1.00'), earned('2.00'), earned('3.00')]);
  const holds = (list: readonly StoredFact[]): boolean => {
    let link = chainStart;
    return list.every((fact) => {
      const held = linkHolds(link, fact);
      link = fact.metadata.slice(-45, -2);
      return held;
    });
  };

  t.test('holds as it was written', async (t) => t.ok(holds(facts)));

  t.test('breaks when one fact is changed, moved, left out or said by somebody else', async (t) => {
    const [a, b, c] = facts;
    if (a === undefined || b === undefined || c === undefined) throw new Error('three facts');
    t.notOk(holds([{ ...a, data: a.data.replace('1.00', '9.00') }, b, c]));
    t.notOk(holds([b, a, c]));
    t.notOk(holds([a, c]));
    t.notOk(holds([a, { ...b, metadata: b.metadata.replace('platform', 'finance') }, c]));
    t.notOk(holds([a, { ...b, revision: 7 }, c]));
    t.notOk(holds([a, { ...b, type: 'EarningReversed' }, c]));
  });
});
