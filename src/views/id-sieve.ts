const bits = 2 ** 27;
const marks = 4;

/**
 * Says of an id that it was never put in, or that it may have been: a Bloom filter of 16 MiB. Up to
 * about 13 million ids one in a hundred that was not put in is taken for one that may have been;
 * beyond that more and more are, never fewer.
 */
export class IdSieve {
  readonly #words = new Uint32Array(bits / 32);

  add(id: string): void {
    this.#marksOf(id, (word, bit) => {
      this.#words[word] = (this.#words[word] ?? 0) | bit;
      return true;
    });
  }

  mayHave(id: string): boolean {
    return this.#marksOf(id, (word, bit) => ((this.#words[word] ?? 0) & bit) !== 0);
  }

  /** Each mark of an id, until one is answered with no. Two hashes make them all. */
  #marksOf(id: string, each: (word: number, bit: number) => boolean): boolean {
    let [one, other] = [0x811c9dc5, 0x9e3779b9];
    for (let at = 0; at < id.length; at += 1) {
      const code = id.charCodeAt(at);
      one = Math.imul(one ^ code, 0x01000193);
      other = Math.imul(other ^ code, 0x85ebca6b);
      other ^= other >>> 13;
    }
    one ^= one >>> 15;
    // Odd, so that no two marks are the same.
    other |= 1;
    for (let mark = 0; mark < marks; mark += 1) {
      const place = (one >>> 0) % bits;
      if (!each(place >>> 5, 1 << (place & 31))) return false;
      one = (one + other) | 0;
    }
    return true;
  }
}
