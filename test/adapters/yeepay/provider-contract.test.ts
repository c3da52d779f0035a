import t, { type Test } from 'tap';
import type { Scenario } from '../../../adapters/yeepay/sandbox/scenarios.ts';
import {
  type Fate,
  type ProviderWorld,
  paymentProviderContract,
} from '../../contracts/payment-provider.ts';
import { instruction, yeepayWorld } from '../../support/yeepay-world.ts';

const scenarios: { readonly [fate in Fate]: Scenario } = {
  refused: 'refuse',
  'too-busy': 'busy',
  'not-opened': 'misconfigured',
  fails: 'fail-later',
  'cancelled-by-provider': 'cancel-later',
  'answer-lost': 'drop-connection',
  'order-lost': 'drop-before',
  'found-late': 'query-lag',
};

const open = async (t: Test): Promise<ProviderWorld> => {
  const { provider, fund, rules, say, ask } = await yeepayWorld(t);
  return {
    provider,
    fund,
    instruction,
    arrange: (requestNo, fate) => rules({ requestNo, scenario: scenarios[fate], times: 1 }),
    sendBack: async (requestNo) => {
      await say('/sandbox/returns', { requestNo });
    },
    timesPaid: async (requestNo) => {
      const { items } = await ask<{ items: { requestNo: string; status: string }[] }>(
        '/sandbox/orders',
      );
      return items.filter((one) => one.requestNo === requestNo && one.status === 'SUCCESS').length;
    },
  };
};

t.test('the contract of payment providers holds over HTTP', (t) =>
  paymentProviderContract(t, open),
);
