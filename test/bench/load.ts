import { type ChildProcess, fork } from 'node:child_process';
import type { Load, LoadPlan } from './load-plan.ts';

/** The load generator in a process of its own, so that it takes nothing from what it measures but a core. */
export class LoadGenerator {
  readonly #child: ChildProcess = fork(new URL('./load-process.ts', import.meta.url));

  run(plan: LoadPlan): Promise<Load> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('The load generator has ended'));
      this.#child.once('exit', ended);
      this.#child.once('message', (load: Load) => {
        this.#child.off('exit', ended);
        resolve(load);
      });
      this.#child.send(plan);
    });
  }

  stop(): void {
    this.#child.kill('SIGTERM');
  }
}
