export type LaneLimits = {
  /** The most appends on their way to the server at once. */
  readonly appendsInFlightMax: number;
  /** The most appends waiting or on their way; beyond it they are not taken. */
  readonly appendsMax: number;
  /** The most characters of facts waiting or on their way. */
  readonly charactersMax: number;
};

type Job = {
  readonly stream: string;
  readonly characters: number;
  readonly begin: () => Promise<void>;
  readonly giveUp: () => void;
};

export type AppendLanes = {
  /** Begins the job when its turn comes; false when there is no room. `begin` never rejects. */
  readonly take: (job: Job) => boolean;
  /** Resolves when nothing is left; what has not begun after `patienceMillis` is given up. */
  readonly drained: (patienceMillis: number) => Promise<void>;
};

/**
 * Calls on one connection may overtake each other, so each stream has a lane: one append of it at a
 * time, in the order asked for. Streams do not wait for each other, up to a bound for all.
 */
export const appendLanes = (limits: LaneLimits): AppendLanes => {
  const lanes = new Map<string, Job[]>();
  const ready: Job[] = [];
  const drains: (() => void)[] = [];
  let [taken, characters, inFlight] = [0, 0, 0];

  const leave = (job: Job) => {
    taken -= 1;
    characters -= job.characters;
    if (taken === 0) for (const drain of drains.splice(0)) drain();
  };

  const fly = async (job: Job) => {
    inFlight += 1;
    await job.begin();
    inFlight -= 1;
    const next = lanes.get(job.stream)?.shift();
    if (next === undefined) lanes.delete(job.stream);
    else ready.push(next);
    leave(job);
    pump();
  };

  const pump = () => {
    while (inFlight < limits.appendsInFlightMax) {
      const job = ready.shift();
      if (job === undefined) return;
      void fly(job);
    }
  };

  const giveUpWaiting = () => {
    const waiting = [...ready.splice(0), ...[...lanes.values()].flatMap((lane) => lane.splice(0))];
    for (const job of waiting) {
      job.giveUp();
      leave(job);
    }
  };

  return {
    take: (job) => {
      if (taken >= limits.appendsMax) return false;
      if (characters + job.characters > limits.charactersMax) return false;
      taken += 1;
      characters += job.characters;
      const lane = lanes.get(job.stream);
      if (lane === undefined) {
        lanes.set(job.stream, []);
        ready.push(job);
        pump();
      } else lane.push(job);
      return true;
    },
    drained: async (patienceMillis) => {
      if (taken === 0) return;
      const patience = setTimeout(giveUpWaiting, patienceMillis);
      await new Promise<void>((resolve) => drains.push(resolve));
      clearTimeout(patience);
    },
  };
};
