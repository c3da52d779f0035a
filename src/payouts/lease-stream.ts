import type { Reference } from '../../domain/identifiers.ts';
import {
  type Lease,
  type LeaseCommand,
  type LeaseRefusal,
  leaseDecider,
  leaseStream,
} from '../../domain/lease/decider.ts';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { ok, type Result } from '../../domain/result.ts';
import { chainStart, claimedLink } from '../facts/chain.ts';
import { parseLeaseFact } from '../facts/codec.ts';
import { appendPersistently } from '../ledger/append-persistently.ts';
import type { Asking, Unhandled } from '../ledger/asking.ts';
import { encodeFacts } from '../ledger/encode-facts.ts';
import { readPageOf } from '../ledger/stored-facts.ts';

/** How a lease stands by its last fact, and where the next one would go. */
export type Standing = {
  readonly lease: Lease;
  /** −1 before the first fact. */
  readonly revision: number;
  readonly link: string;
};

/** The last fact says it all, so that a lease renewed for years costs no more than a new one. */
export const standingOf = async (
  store: EventStore,
  name: Reference,
  share: number,
): Promise<Standing> => {
  const page = { direction: 'backwards', max: 1 } as const;
  const { facts } = await readPageOf(store, leaseStream(name, share), page);
  const [last] = facts;
  if (last === undefined)
    return { lease: leaseDecider.initialState, revision: -1, link: chainStart };
  const lease = leaseDecider.evolve(leaseDecider.initialState, parseLeaseFact(last));
  return { lease, revision: last.revision, link: claimedLink(last.metadata) };
};

/** Decides on how it stands and writes down what follows; nobody else can have written in between. */
export const tellLease = async (
  store: EventStore,
  command: LeaseCommand,
  { lease, revision, link }: Standing,
  asking: Omit<Asking, 'commandId'>,
  timers: Timers,
): Promise<Result<{ readonly term: number }, LeaseRefusal | Unhandled>> => {
  const decision = leaseDecider.decide(command, lease);
  if (!decision.ok) return decision;
  const stream = leaseStream(command.name, command.share);
  const commandId = `${command.type}:${stream}:${revision + 1}`;
  const { facts } = encodeFacts(stream, revision, link, decision.value, { ...asking, commandId });
  const expected = revision === -1 ? 'no-stream' : revision;
  const appended = await appendPersistently(store, stream, expected, facts, timers);
  return appended.ok
    ? ok({ term: decision.value.reduce(leaseDecider.evolve, lease).term })
    : appended;
};
