import type { EventStore } from '../../domain/ports/event-store.ts';
import type { ReconciliationCommand } from '../../domain/reconciliation/commands.ts';
import { reconciliationDecider } from '../../domain/reconciliation/decider.ts';
import {
  type ReconciliationFact,
  reconciliationStream,
} from '../../domain/reconciliation/facts.ts';
import type { ReconciliationRefusal } from '../../domain/reconciliation/refusals.ts';
import type { Reconciliation } from '../../domain/reconciliation/state.ts';
import type { Day } from '../../domain/time.ts';
import { parseReconciliationFact } from '../facts/codec.ts';
import type { Asking } from './asking.ts';
import type { Outcome } from './flight.ts';
import { roomsOf } from './rooms.ts';

export type ReconciliationOutcome = Outcome<
  Reconciliation,
  ReconciliationFact,
  ReconciliationRefusal
>;

/** The days with a provider, each its own stream. */
export type Reconciliations = {
  readonly handle: (
    command: ReconciliationCommand,
    asking: Asking,
  ) => Promise<ReconciliationOutcome>;
  readonly state: (provider: string, day: Day) => Promise<Reconciliation>;
};

/** Days with a provider, each in a stream of its own. */
export const reconciliationsOn = (store: EventStore): Reconciliations => {
  const rooms = roomsOf(store, { decider: reconciliationDecider, parse: parseReconciliationFact });
  return {
    handle: (command, asking) =>
      rooms.of(reconciliationStream(command.provider, command.day)).handle(command, asking),
    state: async (provider, day) =>
      (await rooms.of(reconciliationStream(provider, day)).confirmed()).state,
  };
};
