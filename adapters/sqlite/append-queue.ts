import type { AppendFault, EventStore } from '../../domain/ports/event-store.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { positionOf } from '../sequence-position.ts';
import type { AppendBatch, AppendOutcome } from './append-batch.ts';
import { type Answer, charactersOf, type Gathered, gathering } from './gathering.ts';

export type QueueLimits = {
  /** The most appends waiting or being written; beyond it they are `overloaded`. */
  readonly appendsMax: number;
  /** The most characters of facts waiting or being written. */
  readonly charactersMax: number;
};

const answerOf = (outcome: AppendOutcome | undefined): Parameters<Answer>[0] => {
  if (outcome === undefined) throw new Error('The writer left an append unanswered.');
  if ('code' in outcome) return refuse(outcome);
  const { first, last, sequence } = outcome;
  return ok({ firstRevision: first, lastRevision: last, position: positionOf(sequence) });
};

const no = (fault: AppendFault): Result<never, AppendFault> => refuse(fault);

export type AppendQueue = {
  /** Takes an append in, and calls back once with what became of it. */
  readonly append: (...append: [...Parameters<EventStore['append']>, answer: Answer]) => void;
  /** Passes on what became of the batch being written, sends the next, and answers which it was. */
  readonly written: (outcomes: readonly AppendOutcome[]) => AppendBatch;
  /** The writer is gone: nobody knows about the batch being written, the rest was not begun. */
  readonly lost: (detail: string) => void;
  /** Refuses what comes from now on; resolves when all that was accepted is answered. */
  readonly drained: () => Promise<void>;
};

/**
 * Appends wait here while the writer is busy and go out together when it is free: one transaction
 * and one flush for all of them.
 */
export const appendQueue = (
  send: (batch: AppendBatch) => void,
  { appendsMax, charactersMax }: QueueLimits,
): AppendQueue => {
  const waiting = gathering();
  const drains: (() => void)[] = [];
  let writing: Gathered | undefined;
  let [appends, characters] = [0, 0];
  let closed: string | undefined;
  let scheduled = false;

  const sendNext = () => {
    scheduled = false;
    if (writing !== undefined) return;
    writing = waiting.next();
    if (writing !== undefined) send(writing.batch);
    else if (closed !== undefined) for (const drain of drains.splice(0)) drain();
  };

  const settle = (batch: Gathered, outcome: (index: number) => Parameters<Answer>[0]) => {
    appends -= batch.answers.length;
    characters -= batch.characters;
    for (const [index, answer] of batch.answers.entries()) answer(outcome(index));
  };

  return {
    append: (stream, expected, facts, answer) => {
      if (closed !== undefined) return answer(no({ code: 'unavailable', detail: closed }));
      const more = charactersOf(facts);
      if (appends >= appendsMax || characters + more > charactersMax)
        return answer(no({ code: 'overloaded' }));

      appends += 1;
      characters += more;
      // Not sent at once: whatever else this turn of the loop brings shares the flush.
      if (writing === undefined && !scheduled) setImmediate(sendNext);
      scheduled = true;
      waiting.add({ stream, expected, facts }, more, answer);
    },
    written: (outcomes) => {
      const batch = writing;
      if (batch === undefined) throw new Error('The writer answered what it was not asked.');
      writing = undefined;
      sendNext();
      settle(batch, (index) => answerOf(outcomes[index]));
      return batch.batch;
    },
    lost: (detail) => {
      closed ??= detail;
      if (writing !== undefined) settle(writing, () => no({ code: 'indeterminate', detail }));
      writing = undefined;
      for (let batch = waiting.next(); batch !== undefined; batch = waiting.next())
        settle(batch, () => no({ code: 'unavailable', detail }));
      sendNext();
    },
    drained: () => {
      closed ??= 'the store is closed';
      return new Promise((resolve) => {
        drains.push(resolve);
        sendNext();
      });
    },
  };
};
