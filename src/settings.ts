import { join } from 'node:path';
import { z } from 'zod';

const vaultKey = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]{42}[AEIMQUYcgkosw048]=?$/, 'expected 32 bytes in base64')
  .transform((text) => Buffer.from(text, 'base64'));

/** A whole number as a person writes one: no sign, exponent, blanks or other bases. */
const whole = (least: number, most: number, expected: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, expected)
    .transform(Number)
    .pipe(z.number().min(least, expected).max(most, expected));

const store = z
  .string()
  .regex(
    /^(sqlite:.+|esdb(\+discover)?:\/\/.+|memory:)$/,
    'expected sqlite:FOLDER, esdb://… or memory:',
  );

/** A time of day, or not at all. */
const timeOrOff = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^off$/, 'expected a time such as 10:00, or off');
/** Every call lies under `/yop-center`, at the provider and at its stand-in: a bare address means that. */
const gateway = z.url({ error: 'expected a URL' }).transform((text) => {
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = '/yop-center';
  return url.href;
});
const optionalFile = z.string().min(1).optional();

const shape = z.object({
  NODE_ENV: z.string().optional(),
  LOTUS_PORT: whole(0, 65_535, 'expected a port, 0–65535').default(3000),
  LOTUS_HOST: z.string().min(1).default('127.0.0.1'),
  LOTUS_STORE: store.optional(),
  LOTUS_DATA: z.string().min(1).default('./data'),
  LOTUS_JWT_SECRET: z.string().min(32, 'expected at least 32 characters').optional(),
  LOTUS_JWKS_URL: z.url({ error: 'expected a URL' }).optional(),
  LOTUS_VAULT_KEY: vaultKey.optional(),
  LOTUS_PROVIDER_URL: gateway.optional(),
  LOTUS_PROVIDER_APP_KEY: z.string().min(1).optional(),
  LOTUS_PROVIDER_PRIVATE_KEY_FILE: optionalFile,
  LOTUS_PROVIDER_PUBLIC_KEY_FILE: optionalFile,
  LOTUS_PROVIDER_NOTIFY_URL: z.url({ error: 'expected a URL' }).optional(),
  /** How long after sending "not found" may simply mean "not yet", where it is not as the contract says. */
  LOTUS_PROVIDER_SETTLING_SECONDS: whole(1, 86_400, 'expected seconds, 1–86400').optional(),
  LOTUS_PROVIDER_CONTRACT_FILE: optionalFile,
  LOTUS_POLICY_FILE: optionalFile,
  /** When yesterday is reconciled, Asia/Shanghai; the provider's bills are ready at nine. */
  LOTUS_RECONCILE_AT: timeOrOff.default('10:00'),
  /** When organizations are settled, Asia/Shanghai: statements issued, silence counted, reminders sent. */
  LOTUS_SETTLE_AT: timeOrOff.default('01:30'),
  /** How often a bill that was not there is asked for again. */
  LOTUS_RECONCILE_AGAIN_MINUTES: whole(1, 59, 'expected minutes, 1–59').default(15),
  /** Where names and cards lie, if not in LOTUS_DATA: instances with a folder each share one vault. */
  LOTUS_VAULT_FILE: optionalFile,
  /** How long an instance that shares its log counts as alive after its last sign of life. */
  LOTUS_LEASE_SECONDS: whole(1, 3_600, 'expected seconds, 1–3600').default(90),
  LOTUS_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'expected fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
});

export type Settings = z.output<typeof shape> & { readonly LOTUS_STORE: string };

export const vaultFileOf = ({
  LOTUS_VAULT_FILE,
  LOTUS_DATA,
}: Pick<Settings, 'LOTUS_VAULT_FILE' | 'LOTUS_DATA'>): string =>
  LOTUS_VAULT_FILE ?? join(LOTUS_DATA, 'vault.db');

/** Settings that cannot be used: each is named with what was expected. Values are never repeated. */
export class WrongSettings extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'WrongSettings';
  }
}

/** Reads the settings from the environment; an empty one counts as not given. */
export const settingsFrom = (environment: NodeJS.ProcessEnv): Settings => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    throw new WrongSettings(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    );
  }
  const { LOTUS_JWT_SECRET, LOTUS_JWKS_URL } = parsed.data;
  if (LOTUS_JWT_SECRET !== undefined && LOTUS_JWKS_URL !== undefined) {
    throw new WrongSettings([
      'LOTUS_JWT_SECRET, LOTUS_JWKS_URL: expected one of the two, not both',
    ]);
  }
  // One folder unless told otherwise: a log whose vault lies elsewhere is of little use.
  const { LOTUS_DATA, LOTUS_STORE = `sqlite:${LOTUS_DATA}` } = parsed.data;
  return { ...parsed.data, LOTUS_STORE };
};
