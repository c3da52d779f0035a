import fc from 'fast-check';
import t from 'tap';
import { remembered } from '../../domain/remembered.ts';
import { VersionedMap } from '../../domain/versioned-map.ts';
import { law } from '../support/law.ts';

type Pair = { readonly ours: VersionedMap<number, number>; readonly plain: Map<number, number> };

const agree = ({ ours, plain }: Pair): boolean =>
  ours.size === plain.size &&
  JSON.stringify([...ours]) === JSON.stringify([...plain]) &&
  JSON.stringify([...ours.values()]) === JSON.stringify([...plain.values()]) &&
  [0, 1, 2, 3, 4, 5].every((key) => ours.get(key) === plain.get(key));

t.test('a versioned map', async (t) => {
  t.test(
    'behaves as if each extension copied the map, whichever version is extended',
    async (t) => {
      const writes = fc.array(
        fc.record({ version: fc.nat(40), key: fc.nat(5), value: fc.nat(9) }),
        { maxLength: 40 },
      );
      const start = fc.array(fc.tuple(fc.nat(5), fc.nat(9)), { maxLength: 4 });
      law(
        t,
        fc.property(start, writes, (entries, list) => {
          const versions: Pair[] = [{ ours: VersionedMap.of(entries), plain: new Map(entries) }];
          for (const { version, key, value } of list) {
            const from = versions[version % versions.length];
            if (from === undefined) return false;
            const plain = new Map(from.plain).set(key, value);
            versions.push({ ours: from.ours.with(key, value), plain });
          }
          return versions.every(agree);
        }),
        { numRuns: 2_000 },
      );
    },
  );

  t.test('holds a hundred thousand entries, each written onto the last version', async (t) => {
    let map = VersionedMap.of<number, number>();
    for (let key = 0; key < 100_000; key += 1) map = map.with(key, key);
    t.equal(map.size, 100_000);
    t.equal(map.get(99_999), 99_999);
  });
});

t.test(
  'what is remembered is made once, and again only when there was no room for it',
  async (t) => {
    const made: number[] = [];
    const squareOf = remembered(2, (n: number) => {
      made.push(n);
      return n * n;
    });
    t.strictSame([squareOf(3), squareOf(4), squareOf(3)], [9, 16, 9]);
    t.strictSame(made, [3, 4]);
    t.strictSame([squareOf(5), squareOf(3)], [25, 9], 'the third made room for itself');
    t.strictSame(made, [3, 4, 5, 3]);
  },
);
