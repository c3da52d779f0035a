import type { PayeeId } from '../../domain/identifiers.ts';

/** Which accounts' payouts are this instance's to drive. News from the provider may be recorded by any. */
export interface Duty {
  /** Whether it may look at payouts of the account now. */
  covers(account: PayeeId): boolean;
  /** Whether there is time enough left to send an order and to hear what came of it. */
  maySend(account: PayeeId): boolean;
  /** Looks after what it covers, going by the accounts that have payouts under way. */
  lookAfter(accounts: Iterable<PayeeId>): Promise<void>;
  /** Lets go of everything. */
  stop(): Promise<void>;
}

/** Nobody else writes to the log: everything is ours. */
export const aloneOnDuty: Duty = {
  covers: () => true,
  maySend: () => true,
  lookAfter: async () => {},
  stop: async () => {},
};
