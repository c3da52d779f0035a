import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { type YeepayOptions, yeepayProvider } from '../../adapters/yeepay/provider.ts';
import type { SandboxOptions } from '../../adapters/yeepay/sandbox/options.ts';
import type { ScenarioRule } from '../../adapters/yeepay/sandbox/scenarios.ts';
import { yeepaySandbox } from '../../adapters/yeepay/sandbox/server.ts';
import { amountFromFact } from '../../domain/money.ts';
import type { PaymentInstruction } from '../../domain/ports/payment-order.ts';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import { testKeys } from './yeepay-vectors.ts';

export const merchantNo = '10000000001';

export type YeepayWorld = {
  /** The stand-in's address. */
  readonly url: string;
  readonly provider: PaymentProvider;
  readonly say: (path: string, body: object) => Promise<Response>;
  readonly ask: <T>(path: string) => Promise<T>;
  readonly rules: (...rules: readonly ScenarioRule[]) => Promise<void>;
  readonly fund: (amount: string) => Promise<void>;
};

type Given = Partial<SandboxOptions> & { readonly client?: Partial<YeepayOptions> };

/** The stand-in on a free port, with our adapter in front of it. */
export const yeepayWorld = async (t: Test, given: Given = {}): Promise<YeepayWorld> => {
  const sandbox = await yeepaySandbox({
    host: '127.0.0.1',
    port: 0,
    appKey: testKeys.appKey,
    merchantPublicKeyPem: testKeys.merchantPublicKeyPem,
    platformPrivateKeyPem: testKeys.platformPrivateKeyPem,
    stepMs: 5,
    ...given,
  });
  const { url } = sandbox;
  const provider = yeepayProvider({
    url: `${url}/yop-center`,
    appKey: testKeys.appKey,
    privateKeyPem: testKeys.merchantPrivateKeyPem,
    platformPublicKeyPem: testKeys.platformPublicKeyPem,
    now: () => Date.now(),
    readTimeoutMs: 10_000,
    ...given.client,
  });
  t.teardown(async () => {
    await sandbox.close();
    await provider.close();
  });
  const say = (path: string, body: object) =>
    fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  let fundings = 0;
  return {
    url,
    provider,
    say,
    ask: async <T>(path: string) => (await (await fetch(`${url}${path}`)).json()) as T,
    rules: async (...rules) => {
      await say('/sandbox/scenarios', { rules });
    },
    fund: async (amount) => {
      fundings += 1;
      await say('/sandbox/fundings', { fundingId: `F${fundings}`, merchantNo, amount });
    },
  };
};

/** An order that would be paid; the card belongs to nobody. */
export const instruction = (
  requestNo: string,
  change: Partial<PaymentInstruction> = {},
): PaymentInstruction => ({
  requestNo,
  merchantNo,
  amount: amountFromFact('120.00'),
  cardNumber: '6222020000000000000',
  holderName: '张三',
  bankCode: 'ICBC',
  accountKind: 'personal',
  receiveType: 'REAL_TIME',
  ...change,
});

/** A folder that goes away with the test. */
export const freshFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return folder;
};
