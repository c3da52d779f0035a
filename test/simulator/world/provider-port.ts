import { fen } from '../../../domain/money.ts';
import type {
  NotSentCause,
  OrderAnswer,
  PaymentInstruction,
  QueryAnswer,
} from '../../../domain/ports/payment-order.ts';
import type { PaymentProvider } from '../../../domain/ports/payment-provider.ts';
import type { Chanced, Faults } from '../faults.ts';
import { second } from '../virtual-time.ts';
import type { Bank } from './bank.ts';
import { readNews } from './news.ts';
import type { Process } from './process.ts';

export type ProviderPortOptions = {
  readonly bank: Bank;
  readonly process: Process;
  readonly faults: Faults;
  /** Nothing gets through to the provider. */
  readonly isDown: () => boolean;
};

/** How long a call waits for its answer, ms. */
const timeoutMs = 30 * second;

const notSent: readonly (readonly [Chanced, NotSentCause])[] = [
  ['provider unreachable', 'unreachable'],
  ['provider busy', 'busy'],
  ['circuit open', 'circuit-open'],
  ['provider misconfigured', 'misconfigured'],
];

/** The provider as one process reaches it. */
export const providerPort = (options: ProviderPortOptions): PaymentProvider => {
  const { bank, process, faults, isDown } = options;
  const latency = (): number => faults.chance('provider latency').between(10, 2_000);
  const unknown = async () => ({ outcome: 'unknown', detail: 'not asked in this world' }) as const;
  return {
    order: (instruction) => process.call(latency(), latency(), () => order(options, instruction)),
    query: ({ requestNo }) =>
      process.call(latency(), latency(), async (): Promise<QueryAnswer> => {
        if (isDown() || faults.strikes('query unanswered')) {
          await process.pass(timeoutMs);
          return { outcome: 'unknown', detail: 'no answer' };
        }
        const found = bank.look(requestNo);
        if (found.outcome !== 'found' || !faults.strikes('query about another order')) return found;
        return { ...found, amount: fen(found.amount + 1n) };
      }),
    cancel: unknown,
    returns: ({ merchantNo, from, until }) =>
      process.call(latency(), latency(), async () => {
        if (isDown() || faults.strikes('query unanswered')) return unknown();
        return { outcome: 'found', items: bank.returned(merchantNo, from, until), more: false };
      }),
    balance: unknown,
    endOfDayBalance: unknown,
    movements: unknown,
    bill: unknown,
    readBill: async function* () {},
    readNotification: readNews,
    close: async () => {},
  };
};

const order = async (
  { bank, process, faults, isDown }: ProviderPortOptions,
  instruction: PaymentInstruction,
): Promise<OrderAnswer> => {
  if (isDown()) return { outcome: 'not-sent', cause: 'unreachable', detail: 'refused' };
  for (const [kind, cause] of notSent)
    if (faults.strikes(kind)) return { outcome: 'not-sent', cause, detail: kind };
  const mayHaveHappened = async (detail: string, waits: number): Promise<OrderAnswer> => {
    await process.pass(waits);
    return { outcome: 'may-have-happened', detail };
  };
  if (faults.strikes('timeout before acceptance')) return mayHaveHappened('timeout', timeoutMs);
  if (faults.strikes('connection dropped')) {
    if (faults.chance('dropped').oneIn(2)) bank.take(instruction);
    return mayHaveHappened('dropped', second);
  }
  if (faults.strikes('bad gateway')) {
    if (faults.chance('gateway').oneIn(2)) bank.take(instruction);
    return mayHaveHappened('HTTP 502', second);
  }
  const answer = bank.take(instruction);
  return faults.strikes('timeout after acceptance')
    ? mayHaveHappened('timeout', timeoutMs)
    : answer;
};
