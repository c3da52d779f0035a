import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { EarningId, PayeeId } from '../../domain/identifiers.ts';
import type { Month } from '../../domain/time.ts';
import type { EarningPlace } from '../../projections/rows.ts';
import { earningIndex } from '../../src/views/earning-index.ts';
import { IdSieve } from '../../src/views/id-sieve.ts';
import { eventually } from '../support/eventually.ts';

const idOf = (n: number): EarningId => `ern-2026-10-${n}` as EarningId;
const placeOf = (n: number): EarningPlace => ({
  earningId: idOf(n),
  account: 'doc-1' as PayeeId,
  period: '2026-10' as Month,
});

t.test('a sieve never forgets an id, and takes few others for one', async (t) => {
  const sieve = new IdSieve();
  const count = 200_000;
  for (let n = 0; n < count; n += 1) sieve.add(idOf(n));
  let [forgotten, mistaken] = [0, 0];
  for (let n = 0; n < count; n += 1) {
    if (!sieve.mayHave(idOf(n))) forgotten += 1;
    if (sieve.mayHave(idOf(count + n))) mistaken += 1;
  }
  t.equal(forgotten, 0);
  t.ok(mistaken < count / 1_000, `${mistaken} of ${count} mistaken`);
});

/** Views that hold the places of some earnings, and count how often one is looked up. */
const viewsOf = (places: readonly EarningPlace[]) => {
  const sorted = places.toSorted((a, b) => (a.earningId < b.earningId ? -1 : 1));
  const counts = { looks: 0 };
  return {
    counts,
    caughtUpTo: async () => true,
    earningPlaces: (id: EarningId) => {
      counts.looks += 1;
      const answer = places.filter(({ earningId }) => earningId === id);
      return { answer, position: undefined };
    },
    earningPlacesAfter: (after: EarningPlace | undefined, limit: number) =>
      sorted
        .filter((one) => after === undefined || one.earningId > after.earningId)
        .slice(0, limit),
  };
};

t.test('the index of earnings', async (t) => {
  t.test('spares the look once it has read what there is, and loses nothing', async (t) => {
    const views = viewsOf(Array.from({ length: 5_000 }, (_, n) => placeOf(n)));
    const { placesOfEarning, onEarningTold, isSifted } = earningIndex(views, memoryEventStore());
    const isSpared = (): boolean => {
      const before = views.counts.looks;
      placesOfEarning(idOf(7_000_000));
      return views.counts.looks === before;
    };
    t.notOk(isSpared(), 'before it has read anything it looks');
    t.notOk(isSifted(), 'and says so');
    await eventually(isSpared, 'it did not fill');
    t.ok(isSifted());
    for (let n = 0; n < 5_000; n += 1)
      if (placesOfEarning(idOf(n)).length !== 1) t.fail(`${idOf(n)} was lost`);
    const looks = views.counts.looks;
    onEarningTold(idOf(9_999));
    placesOfEarning(idOf(9_999));
    t.equal(views.counts.looks, looks + 1, 'what is told later is looked up as well');
  });

  t.test('always looks where others write to the log', async (t) => {
    const views = viewsOf([placeOf(1)]);
    const { placesOfEarning } = earningIndex(views, { ...memoryEventStore(), shared: true });
    for (let n = 0; n < 10; n += 1) placesOfEarning(idOf(n));
    t.equal(views.counts.looks, 10);
  });
});
