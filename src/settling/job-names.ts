import { ownReference } from '../../domain/identifiers.ts';

/** What the service does about organizations by the clock. Each run is written down as facts. */
export const settlingJobs = {
  /** For a month: issues the statements of all organizations and payers. */
  issue: ownReference('issue-statements'),
  /** For a day: confirms what nobody has answered in time. */
  confirm: ownReference('confirm-statements'),
  /** For a day: reminds organizations of doctors who asked to leave, and tells finance in the end. */
  remind: ownReference('remind-organizations'),
} as const;
