import { execFile } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { amountFromFact, amountText, type Fen, minus, plus, zero } from '../../domain/money.ts';
import type { Clients } from './clients.ts';

const underWay = ['requested', 'submitted', 'accepted', 'in-doubt'] as const;
const lookEveryMs = 250;

const payoutPage = z.object({
  items: z.array(
    z.object({
      payoutId: z.string(),
      state: z.string(),
      net: z.string(),
      tax: z.string(),
      gross: z.string(),
      account: z.string(),
      payerId: z.string(),
      statementId: z.string().optional(),
    }),
  ),
  next: z.string().nullable(),
});
export type PayoutSeen = z.output<typeof payoutPage>['items'][number];

/** Waits until no payout is under way any more, or patience ends. */
export const payoutsEnded = async (
  clients: Clients,
  patienceMs: number,
  say: (line: string) => void,
): Promise<void> => {
  const until = Date.now() + patienceMs;
  for (let lookedAt = 0; ; lookedAt += 1) {
    let open = 0;
    for (const state of underWay) open += (await listPayouts(clients, state, 1000)).length;
    if (open === 0) return;
    if (Date.now() > until) throw new Error(`${open} payouts are still under way`);
    if (lookedAt % 4 === 0) say(`${open} payouts under way`);
    await pause(lookEveryMs);
  }
};

/** All payouts, or those of a state; `most` bounds how many are read. */
export const listPayouts = async (
  clients: Clients,
  state: string | undefined,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly PayoutSeen[]> => {
  const found: PayoutSeen[] = [];
  for (let cursor: string | null = ''; cursor !== null && found.length < most; ) {
    const parts: string[] = [
      'limit=1000',
      ...(state === undefined ? [] : [`state=${state}`]),
      ...(cursor === '' ? [] : [`cursor=${encodeURIComponent(cursor)}`]),
    ];
    const page = payoutPage.parse(
      await clients.must('finance', undefined, 'GET', `/v1/payouts?${parts.join('&')}`),
    );
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
};

const sandboxOrders = z.object({
  items: z.array(
    z.object({ requestNo: z.string(), amount: z.string(), status: z.string(), paid: z.boolean() }),
  ),
});

/** Our payouts against what the provider says it paid: every difference is one break. */
export const compareWithProvider = async (
  sandboxUrl: string,
  payouts: readonly PayoutSeen[],
): Promise<{
  /** For withdrawals. */
  readonly providerPaid: Fen;
  /** For organizations' statements. */
  readonly providerSettled: Fen;
  readonly breaks: number;
}> => {
  const answer = await request(`${sandboxUrl}/sandbox/orders`);
  const { items } = sandboxOrders.parse(await answer.body.json());
  const theirs = new Map(
    items
      .filter(({ paid }) => paid)
      .map(({ requestNo, amount }) => [requestNo, amountFromFact(amount)]),
  );
  let breaks = 0;
  let [providerPaid, providerSettled] = [zero, zero];
  const ofStatements = new Set(
    payouts.filter(({ statementId }) => statementId !== undefined).map(({ payoutId }) => payoutId),
  );
  for (const [requestNo, amount] of theirs)
    if (ofStatements.has(requestNo)) providerSettled = plus(providerSettled, amount);
    else providerPaid = plus(providerPaid, amount);
  for (const { payoutId, state, net } of payouts) {
    const ours = state === 'paid' ? amountFromFact(net) : zero;
    if (ours !== (theirs.get(payoutId) ?? zero)) breaks += 1;
    theirs.delete(payoutId);
  }
  return { providerPaid, providerSettled, breaks: breaks + theirs.size };
};

const journalLine = z.object({
  what: z.string(),
  legs: z.array(
    z.object({ account: z.string(), side: z.enum(['debit', 'credit']), amount: z.string() }),
  ),
});

export type JournalSums = {
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

const trialBalance = z.object({
  accounts: z.array(z.object({ account: z.string(), balance: z.string() })),
  debit: z.string(),
  credit: z.string(),
});

/** The trial balance, and in how many accounts it differs from the journal's sums. */
export const checkTrialBalance = async (clients: Clients, balances: ReadonlyMap<string, Fen>) => {
  const { accounts, debit, credit } = trialBalance.parse(
    await clients.must('finance', undefined, 'GET', '/v1/trial-balance'),
  );
  const differing = accounts.filter(
    ({ account, balance }) => amountFromFact(balance) !== (balances.get(account) ?? zero),
  );
  return {
    debit,
    credit,
    differences: differing.length + Math.abs(accounts.length - balances.size),
  };
};

const run = (words: readonly string[], input?: Readable): Promise<number | string> =>
  new Promise((resolve) => {
    const child = execFile('hledger', [...words], (error) => resolve(error?.code ?? 0));
    if (input === undefined || child.stdin === null) return;
    // hledger may have heard enough before all is said.
    child.stdin.on('error', () => input.destroy());
    input.pipe(child.stdin);
  });

/** Whether hledger accepts the exported journal; undefined where there is no hledger. */
export const checkWithHledger = async (clients: Clients): Promise<boolean | undefined> => {
  if ((await run(['--version'])) === 'ENOENT') return undefined;
  const text = await (await clients.as('finance')).text('/v1/journal?format=hledger');
  return (await run(['-f', '-', 'check'], Readable.from(text))) === 0;
};
