/** What is answered at once and changes nothing; everything else of a port waits for somebody. */
const atOnce = new Set<string | symbol>([
  'comparePositions',
  'parsePosition',
  'subscribeAll',
  'readNotification',
  'readBill',
]);

/**
 * A port in the hands of a process that may be killed: from then on nothing more is asked of it, and
 * what was asked before may have happened, but its answer never arrives.
 */
export const mortal = <Port extends object>(port: Port, isAlive: () => boolean): Port =>
  new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || atOnce.has(name)) return member;
      return async (...words: unknown[]) => {
        if (!isAlive()) return never();
        const answer = await member.apply(target, words);
        return isAlive() ? answer : never();
      };
    },
  });

const never = (): Promise<never> => new Promise(() => {});
