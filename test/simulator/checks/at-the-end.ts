import { sqliteViewStore } from '../../../adapters/sqlite/view-store.ts';
import type { Account } from '../../../domain/account/state.ts';
import type { PayeeId, PayerId } from '../../../domain/identifiers.ts';
import type { LogPage } from '../../../domain/ports/event-store.ts';
import type { BalanceRow } from '../../../projections/rows.ts';
import { Findings } from '../../../src/verify/report.ts';
import { verifyLog } from '../../../src/verify/verify-log.ts';
import { verifyViews } from '../../../src/verify/verify-views.ts';
import { storedViews } from '../../../src/views/stored-views.ts';
import { payerOf, payers } from '../cast.ts';
import { minute } from '../virtual-time.ts';
import type { World } from '../world/world.ts';
import type { ShadowAccount, ShadowState } from './shadow-account.ts';

const final = new Set<ShadowState>(['paid', 'rejected', 'reissued', 'cancelled']);

/** Whether every payout has come to its end and every order has met its fate. */
export const isSettled = ({ checks, bank, callers, time }: World): boolean => {
  if (callers.waiting > 0) return false;
  for (const { state } of checks.shadow.payouts.values()) if (!final.has(state)) return false;
  for (const { state, fate, instruction } of bank.orders.values()) {
    if (state === 'processing') return false;
    const believed = checks.shadow.payouts.get(instruction.requestNo)?.state;
    if (state === 'returned' && believed === 'paid') return false;
    if (state === 'paid' && (fate.returnedAt ?? 0) > time.millis) return false;
  }
  return true;
};

/** What must be true when the weather has been fair for long enough. */
export const checkEnd = async (world: World): Promise<void> => {
  const { checks, bank, broken, callers } = world;
  if (callers.waiting > 0) broken('every caller is answered in the end', `${callers.waiting} wait`);
  for (const { id, state } of checks.shadow.payouts.values())
    if (!final.has(state)) broken('everything reaches a final state', `${id} is ${state}`);
  for (const { state, instruction } of bank.orders.values()) {
    const payout = checks.shadow.payouts.get(instruction.requestNo);
    const known = payout?.payment.everPaid === true;
    if ((state === 'paid' || state === 'returned') && !known)
      broken('the ledger says what is true at the provider', `${instruction.requestNo} was paid`);
    if (state === 'returned' && payout?.state === 'paid')
      broken('the ledger says what is true at the provider', `${instruction.requestNo} came back`);
  }
  checkCash(world);
  checkTaxBooked(world);
  await checkLog(world);
  await checkViews(world);
  await checkAccounts(world);
};

/** Ledger cash is what the provider holds, but for fees nobody could know of. */
const checkCash = ({ checks, bank, broken }: World): void => {
  for (const [at, { merchantNo }] of payers.entries()) {
    const payer = payerOf(at + 1);
    let unknownFees = 0n;
    for (const { state, fee, instruction } of bank.orders.values()) {
      const booked = checks.shadow.payouts.get(instruction.requestNo)?.fee ?? 0n;
      const costs = state === 'paid' || state === 'returned' ? fee : 0n;
      if (instruction.merchantNo === merchantNo) unknownFees += costs - booked;
    }
    const booked = checks.balances.get(`cash:provider:${payer}`) ?? 0n;
    const holds = bank.balance(merchantNo);
    if (booked !== checks.shadow.cash(payer))
      broken('ledger cash equals the provider’s', `${payer}: the books and the facts differ`);
    if (booked - unknownFees !== holds)
      broken('ledger cash equals the provider’s', `${payer}: ${booked} booked, ${holds} held`);
  }
};

const checkTaxBooked = ({ checks, broken }: World): void => {
  for (const [at] of payers.entries()) {
    const payer = payerOf(at + 1);
    let due = 0n;
    for (const account of checks.shadow.accounts.values())
      if (account.payer === payer) due += account.taxWithheld();
    const booked = -(checks.balances.get(`tax-withheld:${payer}`) ?? 0n);
    if (booked !== due) broken('tax as the rules say', `${payer}: ${booked} booked, ${due} due`);
  }
};

const checkLog = async ({ log, broken }: World): Promise<void> => {
  const findings = new Findings();
  await verifyLog(log, findings);
  for (const { kind, where, detail } of findings.found)
    broken(`log: ${kind}`, `${where}: ${detail}`);
};

/** Every machine's views against views folded from nothing. */
const checkViews = async ({ log, machines, broken }: World): Promise<void> => {
  const pages = await allPages(log);
  for (const { name, disk, instance } of machines) {
    if (disk.views().length === 0) continue;
    const findings = new Findings();
    const fresh = sqliteViewStore({ file: ':memory:' });
    const asked = { comparePositions: log.comparePositions, readAll: pages };
    await verifyViews(asked, disk, fresh, findings);
    fresh.close();
    for (const { kind, where, detail } of findings.found)
      broken('every view equals its rebuild', `${name}: ${kind} ${where}: ${detail}`);
    const head = await log.head();
    const [view] = disk.views();
    if (instance !== undefined && view?.progress.position !== head)
      broken('every view equals its rebuild', `${name} has not read the log to its end`);
  }
};

/** The whole log at once, as a reader that need not wait hands it out. */
const allPages = async (
  log: World['log'],
): Promise<(options: Parameters<World['log']['readAll']>[0]) => LogPage> => {
  const page = await log.readAll({ max: 10_000 });
  let facts = page.facts;
  for (let last = page; !last.atEnd; ) {
    last = await log.readAll({ after: last.readTo, max: 10_000 });
    facts = [...facts, ...last.facts];
  }
  return ({ after, max }) => {
    const from =
      after === undefined ? 0 : facts.findIndex(({ position }) => position === after) + 1;
    const some = facts.slice(from, from + max);
    return {
      facts: some,
      readTo: some.at(-1)?.position ?? after,
      atEnd: from + max >= facts.length,
    };
  };
};

/** What decisions would be taken on, and what the balance view shows, against what the facts say. */
const checkAccounts = async (world: World): Promise<void> => {
  const { checks, broken, time } = world;
  const [machine] = world.machines;
  const instance = machine?.instance;
  if (machine === undefined || instance === undefined) {
    broken('everything reaches a final state', 'nobody is there in the end');
    return;
  }
  const shown = storedViews(machine.disk);
  const answers: {
    account: ShadowAccount;
    live: Account | undefined;
    row: BalanceRow | undefined;
  }[] = [];
  const ask = async (account: ShadowAccount): Promise<void> => {
    const payee = account.payee as PayeeId;
    const of = await instance.ledger.desk.accountOf(payee);
    const live = of && (await instance.ledger.accounts.settled(of, instance.now()));
    answers.push({ account, live, row: shown.balance(payee).answer });
  };
  for (const account of checks.shadow.accounts.values()) void ask(account);
  await world.live(time.millis + minute);
  if (answers.length < checks.shadow.accounts.size)
    broken('every caller is answered in the end', 'an account cannot be looked at');
  for (const { account, live, row } of answers) {
    const { payee, payer } = account;
    const told = sumsText({
      payable: account.payable(),
      held: account.held(),
      inFlight: account.in('requested', 'submitted', 'accepted'),
      inDoubt: account.in('in-doubt'),
      returned: account.returned(),
      taxWithheld: account.taxWithheld(),
    });
    const decided = sumsText(live?.sums.get(payer as PayerId));
    const seen = sumsText(row?.sums.get(payer as PayerId));
    if (decided !== told)
      broken('decisions rest on the facts', `${payee} at ${payer}: ${decided}, not ${told}`);
    if (seen !== told)
      broken('every view equals its rebuild', `${payee} at ${payer}: ${seen}, not ${told}`);
  }
};

type Compared = {
  readonly [name in
    | 'payable'
    | 'held'
    | 'inFlight'
    | 'inDoubt'
    | 'returned'
    | 'taxWithheld']: bigint;
};

const sumsText = (sums: Compared | undefined): string =>
  sums === undefined
    ? 'nothing'
    : [sums.payable, sums.held, sums.inFlight, sums.inDoubt, sums.returned, sums.taxWithheld].join(
        ' ',
      );
