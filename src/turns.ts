/** Lets tasks about the same thing run one after another, in the order they came, and all others at once. */
export const turns = () => {
  const last = new Map<string, Promise<unknown>>();
  return <Answer>(about: string, task: () => Promise<Answer>): Promise<Answer> => {
    const before = last.get(about);
    const mine = before === undefined ? task() : before.then(task, task);
    last.set(about, mine);
    const end = (): void => {
      if (last.get(about) === mine) last.delete(about);
    };
    void mine.then(end, end);
    return mine;
  };
};
