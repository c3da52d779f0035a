import { z } from 'zod';
import { amountFromRequest, type Fen } from '../domain/money.ts';
import type {
  ProviderContract,
  ProviderContracts,
  TimeOfDay,
} from '../domain/payout/provider-contract.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { type Day, day } from '../domain/time.ts';
import { jsonValue, parsedText, problemsOf } from './parsed-text.ts';
import { settingFile } from './setting-file.ts';

const second = 1_000;
const hour = 3_600 * second;

const amount = parsedText<Fen>(amountFromRequest, 'an amount such as "50000.00"').refine(
  (value) => value > 0n,
  'expected an amount above zero',
);
const timeOfDay = parsedText<TimeOfDay>(
  (text) => (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? (text as TimeOfDay) : undefined),
  'a time such as "22:30"',
);
const count = (least: number, most: number) => z.int().min(least).max(most);

/** As people agree it: in seconds, hours and days. */
const agreed = z
  .strictObject({
    effectiveFrom: parsedText<Day>(day, 'a day such as "2026-11-23"'),
    version: z.string().min(1).max(64),
    settlingSeconds: count(1, 86_400),
    notFoundAnswers: count(2, 10),
    requestNumberMemoryHours: count(1, 24 * 366),
    overdueAfterHours: count(1, 24 * 31),
    returnWindowDays: count(1, 90),
    refusalsDoubtedDays: count(0, 31),
    cutOff: z.strictObject({ from: timeOfDay, until: timeOfDay }).optional(),
    receiveType: z.enum(['REAL_TIME', 'TWO_HOUR', 'NEXT_DAY']),
    minimumPerOrder: amount,
    maximumPerOrder: z.strictObject({ personal: amount.optional(), corporate: amount.optional() }),
    billReadyAt: timeOfDay,
    returnsSpanDays: count(1, 31),
    callsPerSecond: count(1, 1_000),
  })
  .refine(
    ({ minimumPerOrder: least, maximumPerOrder: { personal = least, corporate = least } }) =>
      least <= personal && least <= corporate,
    { path: ['maximumPerOrder'], message: 'expected at least the minimum' },
  );

const ascending = (days: readonly Day[]): boolean =>
  days.every((at, index) => index === 0 || at > (days[index - 1] ?? at));

const contractFile = z.strictObject({
  contracts: z
    .tuple([agreed], agreed)
    .refine((all) => ascending(all.map(({ effectiveFrom }) => effectiveFrom)), {
      message: 'expected each effectiveFrom after the one before it',
    }),
});

const contractOf = ({
  settlingSeconds,
  requestNumberMemoryHours,
  overdueAfterHours,
  ...same
}: z.output<typeof agreed>): ProviderContract => ({
  ...same,
  settlingMs: settlingSeconds * second,
  requestNumberMemoryMs: requestNumberMemoryHours * hour,
  overdueAfterMs: overdueAfterHours * hour,
});

/** Reads the content of a contract file; problems name each wrong field and what was expected. */
export const parseContracts = (text: string): Result<ProviderContracts, readonly string[]> => {
  const content = jsonValue(text);
  if (content === undefined) return refuse(['expected JSON']);
  const outcome = contractFile.safeParse(content);
  if (!outcome.success) return refuse(problemsOf(outcome.error));
  const [first, ...later] = outcome.data.contracts;
  return ok([contractOf(first), ...later.map(contractOf)]);
};

/** The contracts of the file LOTUS_PROVIDER_CONTRACT_FILE names; throws with what is wrong with it. */
export const readContracts = (file: string): ProviderContracts => {
  const outcome = parseContracts(settingFile('LOTUS_PROVIDER_CONTRACT_FILE', file));
  if (outcome.ok) return outcome.value;
  throw new Error(`LOTUS_PROVIDER_CONTRACT_FILE ${file}: ${outcome.refusal.join('; ')}`);
};
