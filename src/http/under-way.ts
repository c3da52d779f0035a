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
    while (this.isFull) await this.#oneEnded();
  }

  get isFull(): boolean {
    return this.#count >= this.#max;
  }

  /** Counts a task until it has ended; what it answers is taken first. */
  add<Answer>(task: Promise<Answer>, take: (answer: Answer) => void = () => {}): void {
    this.#count += 1;
    // One promise, not a chain of them: there is one for every line of a batch.
    task.then(
      (answer) => this.#end(() => take(answer)),
      (error: unknown) =>
        this.#end(() => {
          throw error;
        }),
    );
  }

  #end(how: () => void): void {
    try {
      how();
    } catch (error) {
      this.#failure ??= { error };
    }
    this.#count -= 1;
    this.#wake?.();
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
