import type { EarningId } from '../../domain/identifiers.ts';
import { policyOn, type WithdrawalPolicies } from '../../domain/policy/withdrawal-policy.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Vault } from '../../domain/ports/vault.ts';
import { dayOf, type Instant } from '../../domain/time.ts';
import { Accounts, type AccountsOptions } from './accounts.ts';
import { Desk } from './desk.ts';
import type { PlacesOfEarning } from './earning-ids.ts';
import { Earnings } from './earnings.ts';
import { type JobRuns, jobRunsOn } from './job-runs.ts';
import { type Parties, partiesOf } from './parties.ts';
import { type Practices, practicesOn } from './practices.ts';
import { type Reconciliations, reconciliationsOn } from './reconciliations.ts';
import { type Settlement, type SettlementRules, settlementOn } from './settlement.ts';
import { Withdrawals, type WithdrawalsOptions } from './withdrawals.ts';

export type LedgerOptions = AccountsOptions &
  SettlementRules & {
    readonly store: EventStore;
    readonly vault: Pick<Vault, 'patientKey'>;
    readonly policies: WithdrawalPolicies;
    readonly monthOfWithdrawal: WithdrawalsOptions['monthOfWithdrawal'];
    readonly placesOfEarning?: PlacesOfEarning | undefined;
    readonly onEarningTold?: ((id: EarningId) => void) | undefined;
  };

/** The writing side: everything that may be asked of the ledger goes through one of these. */
export type Ledger = Settlement & {
  readonly accounts: Accounts;
  readonly parties: Parties;
  readonly earnings: Earnings;
  readonly withdrawals: Withdrawals;
  readonly desk: Desk;
  readonly practices: Practices;
  readonly jobs: JobRuns;
  readonly reconciliations: Reconciliations;
};

/** Everything that may be told to the ledger, on one log. */
export const ledgerOn = ({
  store,
  vault,
  policies,
  monthOfWithdrawal,
  placesOfEarning = () => [],
  onEarningTold = () => {},
  ...options
}: LedgerOptions): Ledger => {
  const accounts = new Accounts(store, options);
  const parties = partiesOf(store, options.timers);
  const policy = (at: Instant) => policyOn(policies, dayOf(at));
  const patientKey = (doctor: string, patient: string) => vault.patientKey(doctor, patient);
  const desk = new Desk({ accounts, parties });
  return {
    accounts,
    parties,
    earnings: new Earnings({
      accounts,
      parties,
      policyOn: policy,
      patientKey,
      placesOfEarning,
      onEarningTold,
    }),
    withdrawals: new Withdrawals({ accounts, parties, policyOn: policy, monthOfWithdrawal }),
    desk,
    practices: practicesOn(store, parties),
    jobs: jobRunsOn(store, options.timers),
    reconciliations: reconciliationsOn(store),
    ...settlementOn({ store, accounts, parties, desk, ...options }),
  };
};
