import type { Appended, EventStore, NewFact } from '../../../domain/ports/event-store.ts';
import { ok } from '../../../domain/result.ts';
import { type Mutation, mutation } from './wrapping.ts';

/** What a store would say about an append it has not made. */
const asIfAppended = (
  expected: Parameters<EventStore['append']>[1],
  facts: readonly NewFact[],
): Appended => {
  const firstRevision = typeof expected === 'number' ? expected + 1 : 0;
  return { firstRevision, lastRevision: firstRevision + facts.length - 1, position: undefined };
};

/** Bugs between the ledger and its log, and between the log and the views. */
export const inTheStore: readonly Mutation[] = [
  mutation('acknowledges before it is durable', 20, {
    store: (store) => ({
      ...store,
      append: async (stream, expected, facts) => {
        void store.append(stream, expected, facts);
        return ok(asIfAppended(expected, facts));
      },
    }),
  }),
  mutation('takes a lost answer for a yes', 20, {
    store: (store) => ({
      ...store,
      append: async (stream, expected, facts) => {
        const appended = await store.append(stream, expected, facts);
        return !appended.ok && appended.refusal.code === 'indeterminate'
          ? ok(asIfAppended(expected, facts))
          : appended;
      },
    }),
  }),
  mutation('writes the first of several facts', 20, {
    store: (store) => ({
      ...store,
      append: async (stream, expected, facts) => {
        const appended = await store.append(stream, expected, facts.slice(0, 1));
        return appended.ok ? ok(asIfAppended(expected, facts)) : appended;
      },
    }),
  }),
  mutation('changes a fact that was chained', 20, {
    store: (store) => ({
      ...store,
      append: (stream, expected, facts) =>
        store.append(
          stream,
          expected,
          facts.map((fact) => ({ ...fact, data: fact.data.replace('"complaint"', '"none"') })),
        ),
    }),
  }),
  mutation('counts twice after a restart', 20, {
    viewStore: (store) => ({
      ...store,
      views: () =>
        store.views().map((view) => ({
          ...view,
          progress: { ...view.progress, position: undefined },
        })),
      save: (changes) => {
        const stored = new Map(store.views().map(({ id, progress }) => [id, progress]));
        return store.save(
          changes.map((change) => ({ ...change, before: stored.get(change.id) ?? change.before })),
        );
      },
    }),
  }),
  mutation('loses rows of a view', 20, {
    viewStore: (store) => {
      let saves = 0;
      return {
        ...store,
        save: (changes) => {
          saves += 1;
          return store.save(
            saves % 50 === 0 ? changes.map((change) => ({ ...change, rows: [] })) : changes,
          );
        },
      };
    },
  }),
  mutation('passes over a fact while catching up', 20, {
    store: (store) => ({
      ...store,
      readAll: async (asked) => {
        const page = await store.readAll(asked);
        return page.facts.length > 3 ? { ...page, facts: page.facts.slice(1) } : page;
      },
    }),
  }),
  mutation('allows a withdrawal id twice', 40, { withdrawalIndex: () => async () => undefined }, 7),
  mutation(
    'forgets payouts not yet begun at a restart',
    40,
    {
      views: (views) => ({
        ...views,
        payouts: (of, page) =>
          of.state === 'requested'
            ? { answer: { items: [], next: undefined }, position: views.position() }
            : views.payouts(of, page),
      }),
    },
    11,
  ),
];
