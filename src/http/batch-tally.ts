import type { EventStore, Position } from '../../domain/ports/event-store.ts';

const rejectionsShownMax = 1_000;

export type Rejection = { readonly line: number; readonly code: string; readonly detail: string };
/** What became of one line. */
export type Told =
  | { readonly kind: 'accepted' | 'duplicate'; readonly position: Position | undefined }
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string };

/** What became of a batch's lines. They end in any order; what is told of them does not depend on it. */
export class BatchTally {
  #accepted = 0;
  #duplicates = 0;
  #rejected = 0;
  /** Ascending by line, the first ones only. */
  readonly #rejections: Rejection[] = [];
  #position: Position | undefined;
  readonly #compare: EventStore['comparePositions'];

  constructor(compare: EventStore['comparePositions']) {
    this.#compare = compare;
  }

  count(line: number, told: Told): void {
    if (told.kind === 'rejected') {
      this.#rejected += 1;
      this.#show({ line, code: told.code, detail: told.detail });
      return;
    }
    if (told.kind === 'accepted') this.#accepted += 1;
    else this.#duplicates += 1;
    const { position } = told;
    if (position === undefined) return;
    if (this.#position === undefined || this.#compare(position, this.#position) > 0)
      this.#position = position;
  }

  /** The furthest position covers all lines; `elsewhere` where no line has one. */
  answer(elsewhere: Position | undefined) {
    return {
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      rejected: this.#rejected,
      rejections: this.#rejections,
      position: this.#position ?? elsewhere ?? null,
    };
  }

  get position(): Position | undefined {
    return this.#position;
  }

  #show(rejection: Rejection): void {
    const shown = this.#rejections;
    // Lines mostly end in order, so this rarely looks further than the last one.
    let at = shown.length;
    while (at > 0 && (shown[at - 1]?.line ?? 0) > rejection.line) at -= 1;
    if (at >= rejectionsShownMax) return;
    shown.splice(at, 0, rejection);
    if (shown.length > rejectionsShownMax) shown.pop();
  }
}
