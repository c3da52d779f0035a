import type { Decider } from '../decider.ts';
import type { Reference } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { LeaseFact } from './facts.ts';

export type Lease = {
  readonly term: number;
  readonly holder: Reference | undefined;
};

export type LeaseCommand =
  | AskedOfLease<
      'TakeLease',
      {
        /** This holder's last sign of life is so old that it counts as dead. */
        readonly isHolderSilent: boolean;
      }
    >
  | AskedOfLease<'RenewLease', { readonly term: number }>
  | AskedOfLease<'ReleaseLease', { readonly term: number }>;

type AskedOfLease<Type extends string, Content> = {
  readonly type: Type;
  readonly name: Reference;
  readonly share: number;
  readonly holder: Reference;
  readonly now: Instant;
} & Content;

export type LeaseRefusal =
  | { readonly code: 'lease-held'; readonly holder: Reference }
  /** Somebody else took it in the meantime: nothing more may be done on the strength of it. */
  | { readonly code: 'lease-lost'; readonly term: number };

const decide = (
  command: LeaseCommand,
  lease: Lease,
): Result<readonly LeaseFact[], LeaseRefusal> => {
  const { name, share, holder, now } = command;
  const about = { name, share, holder, at: now };
  switch (command.type) {
    case 'TakeLease': {
      const isFree = lease.holder === undefined || lease.holder === holder;
      if (!isFree && !command.isHolderSilent)
        return refuse({ code: 'lease-held', holder: lease.holder });
      return ok([{ type: 'LeaseTaken', data: { ...about, term: lease.term + 1 } }]);
    }
    case 'RenewLease':
    case 'ReleaseLease': {
      const { term } = command;
      if (lease.holder !== holder || lease.term !== term)
        return refuse({ code: 'lease-lost', term });
      const type = command.type === 'RenewLease' ? 'LeaseRenewed' : 'LeaseReleased';
      return ok([{ type, data: { ...about, term } }]);
    }
    default:
      return unreachable(command);
  }
};

const evolve = (_: Lease, { type, data: { holder, term } }: LeaseFact): Lease => {
  switch (type) {
    case 'LeaseTaken':
    case 'LeaseRenewed':
      return { term, holder };
    case 'LeaseReleased':
      return { term, holder: undefined };
    default:
      return unreachable(type);
  }
};

/**
 * One share of the work. Whether its holder is silent is for the watcher to say, by its own clock:
 * two machines' clocks are never compared. The append's expected revision makes sure that nothing
 * was heard in between.
 */
export const leaseDecider: Decider<LeaseCommand, Lease, LeaseFact, LeaseRefusal> = {
  initialState: { term: 0, holder: undefined },
  decide,
  evolve,
};

export const leaseStream = (name: Reference, share: number): string => `lease-${name}-${share}`;
