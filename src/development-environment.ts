import type { DevelopmentValues } from './development.ts';

/** The environment of a service that stands beside the sandbox, with development values for what is missing. */
export const developmentEnvironment = (
  values: DevelopmentValues,
  sandboxUrl: string,
  serviceUrl: string,
): NodeJS.ProcessEnv => ({
  LOTUS_JWT_SECRET: values.jwtSecret,
  LOTUS_VAULT_KEY: values.vaultKey,
  LOTUS_PROVIDER_URL: `${sandboxUrl}/yop-center`,
  LOTUS_PROVIDER_APP_KEY: values.appKey,
  LOTUS_PROVIDER_PRIVATE_KEY_FILE: values.merchantPrivateKeyFile,
  LOTUS_PROVIDER_PUBLIC_KEY_FILE: values.platformPublicKeyFile,
  // The sandbox's queries lag two seconds at most.
  LOTUS_PROVIDER_SETTLING_SECONDS: '3',
  LOTUS_PROVIDER_NOTIFY_URL: `${serviceUrl}/provider/yeepay/notifications`,
});

/** Words that start the sandbox with the keys of these values. */
export const sandboxWords = (
  values: DevelopmentValues,
  dataFolder: string,
  port: number,
): readonly string[] => [
  'sandbox',
  '--port',
  String(port),
  '--app-key',
  values.appKey,
  '--merchant-public-key',
  values.merchantPublicKeyFile,
  '--platform-private-key',
  values.platformPrivateKeyFile,
  '--data',
  `${dataFolder}/sandbox`,
];
