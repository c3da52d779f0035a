import type { Position } from '../../domain/ports/event-store.ts';
import type { Progress } from '../../projections/view-store.ts';

/** How far a view has read, as the log it was folded from names the place; undefined before the first fact. */
export const readTo = ({ position }: Progress): Position | undefined =>
  position as Position | undefined;
