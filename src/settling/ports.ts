import type { Clock } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Alarm } from '../payouts/ports.ts';
import type { Views } from '../views/views.ts';

export type SettlingPorts = {
  readonly ledger: Ledger;
  readonly store: EventStore;
  readonly views: Views;
  readonly clock: Clock;
  readonly alarm: Alarm;
};
