import { z } from 'zod';
import { amountFromRequest, type Fen } from '../domain/money.ts';
import {
  defaultStatementPolicies,
  type StatementPolicies,
} from '../domain/policy/statement-policy.ts';
import {
  defaultWithdrawalPolicies,
  type EarningSource,
  type WithdrawalPolicies,
} from '../domain/policy/withdrawal-policy.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { type Day, day } from '../domain/time.ts';
import { jsonValue, parsedText, problemsOf } from './parsed-text.ts';
import { settingFile } from './setting-file.ts';

const amount = parsedText<Fen>(amountFromRequest, 'an amount such as "100.00"').refine(
  (value) => value > 0n,
  'expected an amount above zero',
);
const matures = z.int().min(0).max(365);

const maturityDays = z.strictObject({
  consultation: matures,
  article: matures,
  'overtime-clinic': matures,
  activity: matures,
  'multi-site-practice': matures,
} satisfies { readonly [source in EarningSource]: z.ZodType<number> });

const policy = z
  .strictObject({
    effectiveFrom: parsedText<Day>(day, 'a day such as "2026-11-23"'),
    version: z.string().min(1).max(64),
    minimum: amount,
    maximumPerPayout: amount,
    maximumPerDay: amount,
    requestsPerDay: z.int().min(1).max(100),
    cardCoolingOffHours: z.int().min(0).max(720),
    maturityDays,
  })
  .refine(({ minimum, maximumPerPayout }) => minimum <= maximumPerPayout, {
    path: ['maximumPerPayout'],
    message: 'expected at least the minimum',
  })
  .refine(({ maximumPerPayout, maximumPerDay }) => maximumPerPayout <= maximumPerDay, {
    path: ['maximumPerDay'],
    message: 'expected at least maximumPerPayout',
  });

const days = (least: number, most: number) => z.int().min(least).max(most);
const statementPolicy = z
  .strictObject({
    effectiveFrom: parsedText<Day>(day, 'a day such as "2026-11-23"'),
    version: z.string().min(1).max(64),
    issueDay: days(1, 28),
    confirmDays: days(1, 90),
    invoiceItems: z.array(z.string().min(1).max(100)).min(1).max(20),
    dueWorkingDays: days(1, 60),
    unbindReminderDays: days(1, 90),
    unbindEscalationDays: days(1, 90),
  })
  .refine(
    ({ unbindReminderDays, unbindEscalationDays }) => unbindReminderDays <= unbindEscalationDays,
    {
      path: ['unbindEscalationDays'],
      message: 'expected at least unbindReminderDays',
    },
  );

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
