import { parentPort } from 'node:worker_threads';
import { liveHistory } from './history.ts';
import type { Asked, Lived } from './pool.ts';

const port = parentPort;
if (port === null) throw new Error('This runs as a worker of the simulator only');

/** Lives the histories it is asked for, one after another. */
port.on('message', ({ seed, months }: Asked) => {
  liveHistory({ seed, months }).then(
    ({ violation, facts, payouts, doctors, happened, actions }) => {
      const lived: Lived = {
        seed,
        violation,
        facts,
        payouts,
        doctors,
        happened: happened.map((name) => name.slice(0, name.indexOf('#'))),
        actions: actions.length,
      };
      port.postMessage(lived);
    },
    (error: unknown) => {
      throw error;
    },
  );
});
