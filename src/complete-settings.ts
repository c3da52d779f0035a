import { type Settings, WrongSettings } from './settings.ts';

const needed = [
  'LOTUS_VAULT_KEY',
  'LOTUS_PROVIDER_URL',
  'LOTUS_PROVIDER_APP_KEY',
  'LOTUS_PROVIDER_PRIVATE_KEY_FILE',
  'LOTUS_PROVIDER_PUBLIC_KEY_FILE',
] as const;

export type CompleteSettings = Settings & {
  readonly [name in (typeof needed)[number]]-?: NonNullable<Settings[name]>;
};

/** Settings with which the service can run: nothing is invented here for what is missing. */
export const completeSettings = (settings: Settings): CompleteSettings => {
  const problems = needed
    .filter((name) => settings[name] === undefined)
    .map((name) => `${name}: expected a value; "npm start" makes one for development`);
  if (settings.LOTUS_JWT_SECRET === undefined && settings.LOTUS_JWKS_URL === undefined) {
    problems.push('LOTUS_JWT_SECRET or LOTUS_JWKS_URL: expected one of the two');
  }
  if (problems.length > 0) throw new WrongSettings(problems);
  return settings as CompleteSettings;
};
