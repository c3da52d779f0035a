import {
  contractOn,
  type ProviderContracts,
  providerContracts,
} from '../../domain/payout/provider-contract.ts';
import {
  defaultStatementPolicies,
  type StatementPolicies,
  statementPolicyOn,
} from '../../domain/policy/statement-policy.ts';
import { dayOf } from '../../domain/time.ts';
import { workingDayAfter } from '../calendar.ts';
import { StatementActs } from './statement-acts.ts';
import type { StatementsOptions } from './statement-ports.ts';
import { StatementProgress } from './statement-progress.ts';
import { Statements } from './statements.ts';

/** How organizations are settled: statements, what is said about them, and what follows from it. */
export type Settlement = {
  readonly statements: Statements;
  readonly statementActs: StatementActs;
  readonly statementProgress: StatementProgress;
};

/** The rules that may differ from the usual ones. */
export type SettlementRules = {
  readonly statementPolicies?: StatementPolicies | undefined;
  readonly contracts?: ProviderContracts | undefined;
};

/** Settling with organizations: statements, what is done about them, what moves them on. */
export const settlementOn = ({
  statementPolicies = defaultStatementPolicies,
  contracts = providerContracts.yeepay,
  ...ports
}: SettlementRules &
  Pick<StatementsOptions, 'store' | 'accounts' | 'parties' | 'desk' | 'timers'>): Settlement => {
  const options: StatementsOptions = {
    ...ports,
    policyOn: (at) => statementPolicyOn(statementPolicies, dayOf(at)),
    workingDayAfter,
    maximumPerOrder: (at) => contractOn(contracts, dayOf(at)).maximumPerOrder.corporate,
  };
  const statements = new Statements(options);
  const statementProgress = new StatementProgress(options, statements);
  const statementActs = new StatementActs(options, statements, statementProgress);
  return { statements, statementActs, statementProgress };
};
