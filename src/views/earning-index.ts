import { setTimeout as pause } from 'node:timers/promises';
import type { EarningId } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { EarningPlace } from '../../projections/rows.ts';
import { IdSieve } from './id-sieve.ts';
import type { Views } from './views.ts';

const page = 2_000;
/** Between two pages, so that filling the sieve takes about a quarter of the time, ms. */
const restMs = 6;
const patienceMs = 900_000;

export type EarningIndex = {
  /** Where an id was used before, as far as the views have seen. */
  readonly placesOfEarning: (id: EarningId) => readonly EarningPlace[];
  readonly onEarningTold: (id: EarningId) => void;
  /** New ids are known to be new without looking them up. */
  readonly isSifted: () => boolean;
};

/**
 * Looks an id up in the views, which costs more than all else about most earnings. Where nobody else
 * writes, a sieve knows at once of most new ids that they are new. It is filled from the views in
 * the background; until then every id is looked up.
 */
export const earningIndex = (
  views: Pick<Views, 'earningPlaces' | 'earningPlacesAfter' | 'caughtUpTo'>,
  store: Pick<EventStore, 'head' | 'shared'>,
): EarningIndex => {
  const look = (id: EarningId) => views.earningPlaces(id).answer;
  if (store.shared)
    return { placesOfEarning: look, onEarningTold: () => {}, isSifted: () => false };
  const sieve = new IdSieve();
  let filled: 'not-begun' | 'under-way' | 'yes' = 'not-begun';
  const fill = async (): Promise<void> => {
    // All that was recorded before this process is at or before the head; what it is told itself is added.
    const head = await store.head();
    if (head !== undefined && !(await views.caughtUpTo(head, patienceMs))) return;
    let last: EarningPlace | undefined;
    for (;;) {
      const places = views.earningPlacesAfter(last, page);
      for (const { earningId } of places) sieve.add(earningId);
      if (places.length < page) break;
      last = places.at(-1);
      await pause(restMs, undefined, { ref: false });
    }
    filled = 'yes';
  };
  return {
    placesOfEarning: (id) => {
      if (filled === 'not-begun') {
        filled = 'under-way';
        // Whatever stops it, say the end of the service: then each id is looked up.
        void fill().catch(() => {});
      }
      return filled === 'yes' && !sieve.mayHave(id) ? [] : look(id);
    },
    onEarningTold: (id) => sieve.add(id),
    isSifted: () => filled === 'yes',
  };
};
