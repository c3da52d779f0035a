import type { Decider } from '../../domain/decider.ts';
import type { EventStore, StoredFact } from '../../domain/ports/event-store.ts';
import { ok, refuse } from '../../domain/result.ts';
import { chainStart, claimedLink, linkHolds } from '../../src/facts/chain.ts';
import type { Asking } from '../../src/ledger/asking.ts';
import { Room } from '../../src/ledger/room.ts';
import { realTimers } from '../../src/real-timers.ts';
import { today } from './ledger-words.ts';

/** The smallest thing with rules: a jar that takes coins until it is full, each coin once. */
export type Put = { readonly coin: string; readonly fill?: number; readonly note?: string };
export type Coin = { readonly type: 'CoinPut'; readonly data: Put };
export type Jar = { readonly coins: readonly string[]; readonly filled: number };
export type Full = { readonly code: 'full'; readonly filled: number };

const room = 1_000_000;

export const jarDecider: Decider<Put, Jar, Coin, Full> = {
  initialState: { coins: [], filled: 0 },
  decide: (put, { coins, filled }) => {
    if (coins.includes(put.coin)) return ok([]);
    return filled + (put.fill ?? 1) > room
      ? refuse({ code: 'full', filled })
      : ok([{ type: 'CoinPut', data: put }]);
  },
  evolve: ({ coins, filled }, { data: { coin, fill = 1 } }) => ({
    coins: [...coins, coin],
    filled: filled + fill,
  }),
};

export const jarStream = 'jar-1';
const parse = ({ data }: StoredFact): Coin => ({ type: 'CoinPut', data: JSON.parse(data) });

export const jarOn = (store: EventStore): Room<Put, Jar, Coin, Full> =>
  new Room(
    jarStream,
    store,
    { decider: jarDecider, parse },
    { busy: () => {}, idle: () => {} },
    realTimers,
  );

export const byWhom = (coin: string): Asking => ({
  actor: 'test:jar',
  commandId: `Put:${coin}`,
  correlation: coin,
  now: today,
});
export const put = (jar: ReturnType<typeof jarOn>, coin: string, more: Omit<Put, 'coin'> = {}) =>
  jar.handle({ coin, ...more }, byWhom(coin));

/** All facts of a stream as they are stored. */
export const storedIn = async (
  store: EventStore,
  stream = jarStream,
): Promise<readonly StoredFact[]> => {
  const facts: StoredFact[] = [];
  for (let more = true; more; ) {
    const page = await store.readStream(stream, { from: facts.length, max: 5_000 });
    facts.push(...page.facts);
    more = page.facts.length === 5_000;
  }
  return facts;
};
export const coinsIn = async (store: EventStore): Promise<readonly string[]> =>
  (await storedIn(store)).map((fact) => parse(fact).data.coin);

/** Whether every fact follows the one before it, to the byte. */
export const chainHolds = (facts: readonly StoredFact[]): boolean => {
  let link = chainStart;
  return facts.every((fact) => {
    const holds = linkHolds(link, fact);
    link = claimedLink(fact.metadata);
    return holds;
  });
};
