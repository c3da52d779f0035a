/**
 * A pure function that remembers what it gave, at most so many answers: the same text again is then
 * the same string, whose hash is known, and costs neither making nor hashing. For names that every
 * fact of a log asks for anew.
 */
export const remembered = <Key, Answer>(
  max: number,
  of: (key: Key) => Answer,
): ((key: Key) => Answer) => {
  const known = new Map<Key, Answer>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const answer = of(key);
    // All at once: what is asked for often is back soon, and no order need be kept.
    if (known.size >= max) known.clear();
    known.set(key, answer);
    return answer;
  };
};
