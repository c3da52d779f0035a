import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { keptFilesIn } from '../adapters/files/kept-files.ts';
import { memoryKeptFiles } from '../adapters/memory/kept-files.ts';
import { sqliteBillTable } from '../adapters/sqlite/bill-table.ts';
import { sqliteVault } from '../adapters/vault/sqlite-vault.ts';
import { yeepayProvider } from '../adapters/yeepay/provider.ts';
import {
  contractOn,
  type ProviderContracts,
  providerContracts,
} from '../domain/payout/provider-contract.ts';
import { dayOf } from '../domain/time.ts';
import type { CompleteSettings } from './complete-settings.ts';
import { readContracts } from './contract-file.ts';
import type { PayoutPorts } from './payouts/ports.ts';
import { realClock } from './real-timers.ts';
import { Reconciler } from './reconciliation/reconciler.ts';
import { settingKey } from './setting-file.ts';
import { vaultFileOf } from './settings.ts';

/** Names and cards, under the master key that the settings hold. */
export const vaultOf = (settings: CompleteSettings) =>
  sqliteVault({ file: vaultFileOf(settings), masterKey: settings.LOTUS_VAULT_KEY });

/** Bills of a day may be so large, kept beside the views. */
const billBytesMax = 2 * 1_073_741_824;

/** Reconciling, with the bills kept beside the views; a service in memory keeps nothing. */
export const reconcilerOf = (
  { ledger, store, views, provider, providerId, clock, alarm, terms: { contract } }: PayoutPorts,
  { LOTUS_STORE, LOTUS_DATA }: CompleteSettings,
): Reconciler =>
  new Reconciler({
    ledger,
    store,
    views,
    provider,
    clock,
    alarm,
    contract,
    providerName: providerId,
    files:
      LOTUS_STORE === 'memory:'
        ? memoryKeptFiles(billBytesMax)
        : keptFilesIn(join(LOTUS_DATA, 'bills'), billBytesMax),
    billTable: sqliteBillTable,
  });

/** What was agreed with the provider: of a file, or built in. */
export const contractsOf = ({
  LOTUS_PROVIDER_CONTRACT_FILE: file,
}: CompleteSettings): ProviderContracts =>
  file === undefined ? providerContracts.yeepay : readContracts(file);

/** The provider under the keys of the settings, no faster than was agreed. */
export const providerOf = (settings: CompleteSettings, contracts: ProviderContracts) =>
  yeepayProvider({
    callsPerSecond: contractOn(contracts, dayOf(realClock.now())).callsPerSecond,
    url: settings.LOTUS_PROVIDER_URL,
    appKey: settings.LOTUS_PROVIDER_APP_KEY,
    privateKeyPem: settingKey(
      'LOTUS_PROVIDER_PRIVATE_KEY_FILE',
      settings.LOTUS_PROVIDER_PRIVATE_KEY_FILE,
      createPrivateKey,
    ),
    platformPublicKeyPem: settingKey(
      'LOTUS_PROVIDER_PUBLIC_KEY_FILE',
      settings.LOTUS_PROVIDER_PUBLIC_KEY_FILE,
      createPublicKey,
    ),
    notifyUrl: settings.LOTUS_PROVIDER_NOTIFY_URL,
    now: () => Date.now(),
  });
