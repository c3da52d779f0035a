import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { keptFilesIn } from '../../adapters/files/kept-files.ts';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { memoryVault } from '../../adapters/memory/vault.ts';
import { sqliteBillTable } from '../../adapters/sqlite/bill-table.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { billLines } from '../../adapters/yeepay/bill.ts';
import { providerContracts } from '../../domain/payout/provider-contract.ts';
import { defaultWithdrawalPolicies } from '../../domain/policy/withdrawal-policy.ts';
import { instantOfMillis } from '../../domain/time.ts';
import { ledgerOn } from '../../src/ledger/ledger.ts';
import { findDifferences } from '../../src/reconciliation/find.ts';
import { storedViews } from '../../src/views/stored-views.ts';
import type { Views } from '../../src/views/views.ts';
import { benchDay, benchMerchant, benchPayer, billFile, viewsFile } from './reconciliation-day.ts';

/** One run over a prepared day: how long it took, and how much memory the process ever had. */

const [folder = ''] = process.argv.slice(2);
const now = instantOfMillis(Date.now());
const store = memoryEventStore();
const ledger = ledgerOn({
  store,
  vault: memoryVault(),
  policies: defaultWithdrawalPolicies,
  monthOfWithdrawal: async () => undefined,
});
await ledger.parties.handlePayer(
  {
    type: 'RegisterPayer',
    payerId: benchPayer,
    legalName: 'bench',
    merchantNo: benchMerchant,
    taxMethod: 'none',
    now,
  },
  { actor: 'bench', commandId: 'bench', correlation: 'bench', now },
);
const viewStore = sqliteViewStore({ file: viewsFile(folder), readOnly: true });
const notTold = { outcome: 'unknown', detail: 'not asked in a bench' } as const;
const cpu = process.cpuUsage();
const began = performance.now();
const found = await findDifferences(
  {
    ledger,
    store,
    views: storedViews(viewStore) as Views,
    provider: {
      bill: async () => ({ outcome: 'found', bytes: createReadStream(billFile(folder)) }),
      readBill: billLines,
      movements: async () => notTold,
      endOfDayBalance: async () => notTold,
    },
    providerName: 'yeepay',
    files: keptFilesIn(join(folder, 'bills'), 2 ** 31),
    billTable: sqliteBillTable,
    clock: { now: () => now },
    contract: () => providerContracts.yeepay[0],
    alarm: () => undefined,
  },
  benchDay,
  { returns: { kind: 'returns', none: 'nothing-moved' } },
  () => undefined,
);
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
if (!found.ok) throw new Error(JSON.stringify(found.refusal));
const { counts, breaks } = found.value;
process.stdout.write(
  JSON.stringify({
    seconds,
    cpuSeconds: (user + system) / 1e6,
    mebibytes: Math.round(process.resourceUsage().maxRSS / 1024),
    matched: counts.matched,
    breaks: breaks.length,
  }),
);
viewStore.close();
