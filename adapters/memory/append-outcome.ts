import type {
  Appended,
  AppendFault,
  ExpectedRevision,
  NewFact,
  StoredFact,
} from '../../domain/ports/event-store.ts';
import { ok, type Result } from '../../domain/result.ts';

export const isMet = (expected: ExpectedRevision, stored: readonly StoredFact[]): boolean => {
  if (expected === 'any') return true;
  if (expected === 'stream-exists') return stored.length > 0;
  return stored.length === (expected === 'no-stream' ? 0 : expected + 1);
};

/** Where facts with these very ids already lie, if they were appended at this exact revision. */
export const earlierOutcome = (
  expected: ExpectedRevision,
  stored: readonly StoredFact[],
  facts: readonly NewFact[],
): readonly StoredFact[] | undefined => {
  if (expected === 'any' || expected === 'stream-exists') return undefined;
  const first = expected === 'no-stream' ? 0 : expected + 1;
  const there = stored.slice(first, first + facts.length);
  return facts.every(({ id }, index) => there[index]?.id === id) ? there : undefined;
};

export const outcome = (facts: readonly StoredFact[]): Result<Appended, AppendFault> => {
  const [first, last] = [facts[0], facts.at(-1)];
  if (first === undefined || last === undefined) throw new Error('An append was empty.');
  return ok({
    firstRevision: first.revision,
    lastRevision: last.revision,
    position: last.position,
  });
};
