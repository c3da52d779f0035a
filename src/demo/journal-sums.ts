import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { amountFromFact, amountText, type Fen, minus, plus, zero } from '../../domain/money.ts';
import type { Clients } from './clients.ts';

const journalLine = z.object({
  what: z.string(),
  legs: z.array(
    z.object({ account: z.string(), side: z.enum(['debit', 'credit']), amount: z.string() }),
  ),
});

type JournalSums = {
  readonly grossByPayer: { readonly [payer: string]: string };
  readonly grossByAccount: { readonly [account: string]: { readonly [payer: string]: string } };
  readonly balances: ReadonlyMap<string, Fen>;
};

/** Adds up the exported journal: gross by payer and account, and every account's balance. */
export const sumJournal = async (clients: Clients): Promise<JournalSums> => {
  const gross = new Map<string, Map<string, Fen>>();
  const balances = new Map<string, Fen>();
  const lines = await (await clients.as('finance')).text('/v1/journal?format=json');
  for await (const line of createInterface({ input: Readable.from(lines) })) {
    const { what, legs } = journalLine.parse(JSON.parse(line));
    for (const { account, side, amount } of legs) {
      const money = amountFromFact(amount);
      const before = balances.get(account) ?? zero;
      balances.set(account, side === 'debit' ? plus(before, money) : minus(before, money));
      const [kind, payee = '', payer = ''] = account.split(':');
      if (what !== 'earning recorded' || kind !== 'payable') continue;
      const ofPayee = gross.get(payee) ?? new Map<string, Fen>();
      ofPayee.set(payer, plus(ofPayee.get(payer) ?? zero, money));
      gross.set(payee, ofPayee);
    }
  }
  const byPayer = new Map<string, Fen>();
  for (const ofPayee of gross.values()) {
    for (const [payer, amount] of ofPayee)
      byPayer.set(payer, plus(byPayer.get(payer) ?? zero, amount));
  }
  const grossByAccount = [...gross].sort(byName).map(([payee, ofPayee]) => [payee, texts(ofPayee)]);
  return {
    grossByPayer: texts(byPayer),
    grossByAccount: Object.fromEntries(grossByAccount),
    balances,
  };
};

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;
const texts = (amounts: ReadonlyMap<string, Fen>): { readonly [name: string]: string } =>
  Object.fromEntries([...amounts].sort(byName).map(([name, amount]) => [name, amountText(amount)]));
