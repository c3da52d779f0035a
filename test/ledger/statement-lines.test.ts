import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { Reference } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { refuse } from '../../domain/result.ts';
import { parseStatementFact } from '../../src/facts/codec.ts';
import { listedLines } from '../../src/ledger/listed-lines.ts';
import { storedIn } from '../support/jar.ts';
import { hospital, organization } from '../support/ledger-words.ts';
import { idOf, issuedAt, october, settledLedger } from '../support/settled-ledger.ts';
import { asking, instanceOn } from '../support/small-ledger.ts';

const count = 2_500;

/** A store that is gone after so many appends to statements. */
const goneAfter = (store: EventStore, appends: number): EventStore => {
  let left = appends;
  return {
    ...store,
    append: async (stream, ...asked) => {
      if (stream.startsWith('statement-') && left === 0)
        return refuse({ code: 'unavailable', detail: 'gone' });
      if (stream.startsWith('statement-')) left -= 1;
      return store.append(stream, ...asked);
    },
  };
};

const many = async () => {
  const store = memoryEventStore();
  const world = await settledLedger({}, store);
  for (let at = 1; at <= count; at += 1) await world.earn(`e-${at}`, '1.00');
  return { ...world, store };
};
const pieces = async (store: EventStore, id: Reference) =>
  (await storedIn(store, `statement-${id}`))
    .map(parseStatementFact)
    .flatMap(({ type, data }) =>
      type === 'StatementLinesListed' ? [{ from: data.from, lines: data.lines.length }] : [],
    );

t.test('a long statement', async (t) => {
  const { store, issue } = await many();
  const crashed = instanceOn(goneAfter(store, 1));
  const of = { organizationId: organization, payerId: hospital, period: october };

  t.test('that was cut off while it was listed goes on where it stood', async (t) => {
    const cut = await crashed.statements.issue(of, asking(issuedAt));
    t.match(cut, { refusal: { code: 'store-unavailable' } });
    const issued = await issue();
    t.match(issued, { version: 1, statement: { state: 'issued', listed: { lines: count } } });
    t.strictSame(await pieces(store, idOf(issued)), [
      { from: 1, lines: 1_000 },
      { from: 1_001, lines: 1_000 },
      { from: 2_001, lines: 500 },
    ]);
  });

  t.test('is read from any line on, each line once and in order', async (t) => {
    const id = idOf(await issue());
    for (const from of [1, 1_000, 1_001, 2_500, 2_501]) {
      const numbers: number[] = [];
      for await (const { line } of listedLines(store, id, from)) numbers.push(line);
      t.equal(numbers.length, Math.max(0, count - from + 1));
      t.ok(numbers.every((line, at) => line === from + at));
    }
  });
});
