import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of chance with a seed of its own: what others draw changes nothing here. */
export type Chance = {
  /** Both ends included. */
  readonly between: (from: number, to: number) => number;
  readonly oneIn: (many: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
};

/** FNV-1a: one number out of a seed and what the chance is about. */
const mixed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
};

/** The same seed and the same words give the same chances, whatever else is drawn. */
export const chanceOf = (seed: number, ...about: readonly (string | number)[]): Chance => {
  const generator = xoroshiro128plus(mixed([seed, ...about].join('\n')));
  const between = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    between,
    oneIn: (many) => between(1, many) === 1,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error('There is nothing to pick from');
      return item;
    },
  };
};

/** `what` as often as its weight says. */
export const weighted = <What extends string>(
  weights: {
    readonly [what in What]: number;
  },
): readonly What[] =>
  (Object.entries(weights) as [What, number][]).flatMap(([what, weight]) =>
    Array<What>(weight).fill(what),
  );
