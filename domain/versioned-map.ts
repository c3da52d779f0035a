type Version<Value> = {
  readonly at: number;
  readonly value: Value;
  readonly older: Version<Value> | undefined;
};
type Shared<Key, Value> = { readonly entries: Map<Key, Version<Value>>; writes: number };

/**
 * A map that is never changed, yet costs O(1) to extend: all versions share one table, and each
 * sees only what was written before it. A month of a busy account holds 100,000 earnings; copying
 * a plain `Map` for each new one would make it quadratic.
 * Extending an old version while a newer one exists copies once.
 */
export class VersionedMap<Key, Value> {
  readonly #shared: Shared<Key, Value>;
  readonly #seen: number;
  readonly size: number;

  private constructor(shared: Shared<Key, Value>, seen: number, size: number) {
    this.#shared = shared;
    this.#seen = seen;
    this.size = size;
  }

  static of<Key, Value>(entries: Iterable<readonly [Key, Value]> = []): VersionedMap<Key, Value> {
    const table = new Map<Key, Version<Value>>();
    for (const [key, value] of entries) table.set(key, { at: 0, value, older: undefined });
    return new VersionedMap<Key, Value>({ entries: table, writes: 1 }, 1, table.size);
  }

  get(key: Key): Value | undefined {
    let version = this.#shared.entries.get(key);
    while (version !== undefined && version.at >= this.#seen) version = version.older;
    return version?.value;
  }

  with(key: Key, value: Value): VersionedMap<Key, Value> {
    if (this.#shared.writes !== this.#seen) return VersionedMap.of(this).with(key, value);
    const older = this.#shared.entries.get(key);
    this.#shared.entries.set(key, { at: this.#seen, value, older });
    this.#shared.writes += 1;
    return new VersionedMap(
      this.#shared,
      this.#seen + 1,
      this.size + (older === undefined ? 1 : 0),
    );
  }

  *[Symbol.iterator](): IterableIterator<[Key, Value]> {
    for (const key of this.#shared.entries.keys()) {
      const value = this.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  *values(): IterableIterator<Value> {
    for (const [, value] of this) yield value;
  }
}
