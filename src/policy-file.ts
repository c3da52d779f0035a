import { z } from 'zod';
import {
  defaultStatementPolicies,
  type StatementPolicies,
} from '../domain/policy/statement-policy.ts';
import {
  defaultWithdrawalPolicies,
  type WithdrawalPolicies,
} from '../domain/policy/withdrawal-policy.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Day } from '../domain/time.ts';
import { jsonValue, problemsOf } from './parsed-text.ts';
import { policy, statementPolicy } from './policy-shapes.ts';
import { settingFile } from './setting-file.ts';

type Versioned = { readonly effectiveFrom: Day; readonly version: string };
const versions = <Policy extends Versioned>(one: z.ZodType<Policy>) =>
  z
    .tuple([one], one)
    .refine((all) => ascending(all.map(({ effectiveFrom }) => effectiveFrom)), {
      message: 'expected each effectiveFrom after the one before it',
    })
    .refine((all) => new Set(all.map(({ version }) => version)).size === all.length, {
      message: 'expected each version to have a name of its own',
    });

const policyFile = z.strictObject({
  withdrawal: versions(policy),
  statement: versions(statementPolicy).optional(),
});

/** The rules of withdrawing and of settling. A file may leave out those of settling. */
export type Policies = {
  readonly withdrawal: WithdrawalPolicies;
  readonly statement: StatementPolicies;
};
export const defaultPolicies: Policies = {
  withdrawal: defaultWithdrawalPolicies,
  statement: defaultStatementPolicies,
};

const ascending = (days: readonly Day[]): boolean =>
  days.every((at, index) => index === 0 || at > (days[index - 1] ?? at));

/** Reads the content of a policy file; problems name each wrong field and what was expected. */
export const parsePolicies = (text: string): Result<Policies, readonly string[]> => {
  const content = jsonValue(text);
  if (content === undefined) return refuse(['expected JSON']);
  const outcome = policyFile.safeParse(content);
  if (!outcome.success) return refuse(problemsOf(outcome.error));
  const { withdrawal, statement = defaultStatementPolicies } = outcome.data;
  return ok({ withdrawal, statement });
};

/** The policies of the file LOTUS_POLICY_FILE names; throws with what is wrong with it. */
export const readPolicies = (file: string): Policies => {
  const outcome = parsePolicies(settingFile('LOTUS_POLICY_FILE', file));
  if (outcome.ok) return outcome.value;
  throw new Error(`LOTUS_POLICY_FILE ${file}: ${outcome.refusal.join('; ')}`);
};
