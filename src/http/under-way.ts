/** Runs at most so many tasks at once; whoever adds one waits for room first. */
export class UnderWay {
  readonly #max: number;
  #count = 0;
  #wake: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  get count(): number {
    return this.#count;
  }

  /** Waits until another task may begin. */
  async room(): Promise<void> {
    while (this.#count >= this.#max) await this.#oneEnded();
  }

  add(task: Promise<void>): void {
    this.#count += 1;
    task
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#count -= 1;
        this.#wake?.();
      });
  }

  /** Waits until all have ended; fails as the first of them that failed. */
  async ended(): Promise<void> {
    while (this.#count > 0) await this.#oneEnded();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #oneEnded(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
