import { setTimeout as pause } from 'node:timers/promises';
import {
  type Appended,
  classOfFault,
  type EventStore,
  type NewFact,
} from '../../domain/ports/event-store.ts';

const attemptsMax = 200;
const pauseMillis = 5;

/** Asks again with the same ids until it is known what became of the append, as the port says. */
export const appendSurely = async (
  store: EventStore,
  stream: string,
  expected: number | 'no-stream',
  facts: readonly NewFact[],
): Promise<Appended> => {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const outcome = await store.append(stream, expected, facts);
    if (outcome.ok) return outcome.value;
    if (classOfFault(outcome.refusal) === 'refused')
      throw new Error(`The append was refused: ${outcome.refusal.code}`);
    await pause(pauseMillis);
  }
  throw new Error(`Nothing was known after ${attemptsMax} attempts.`);
};
