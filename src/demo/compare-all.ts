import { amountFromFact, amountText, plus, total, zero } from '../../domain/money.ts';
import type { Imported } from '../cli/import-earnings.ts';
import type { WithdrawnAll } from '../cli/withdraw-all.ts';
import { checkTrialBalance } from './checks.ts';
import { checkWithHledger } from './hledger.ts';
import { sumJournal } from './journal-sums.ts';
import { listPayouts, type PayoutSeen } from './payouts-seen.ts';
import { compareWithProvider } from './provider-compared.ts';
import { type Settled, sumOfSettled } from './settle.ts';
import type { World } from './world.ts';

/** What ledger, provider, journal and trial balance say of the month, and where they differ. */
export const compareAll = async (
  { clients, sandboxUrl }: World,
  imported: Imported,
  {
    asked,
    settled,
    open,
  }: { readonly asked: WithdrawnAll; readonly settled: Settled; readonly open: number },
  say: (line: string) => void,
) => {
  const payouts = await listPayouts(clients, undefined);
  const paid = payouts.filter(
    ({ state, statementId }) => state === 'paid' && statementId === undefined,
  );
  const { providerPaid, providerSettled, breaks } = await compareWithProvider(sandboxUrl, payouts);
  const { grossByPayer, grossByAccount, balances } = await sumJournal(clients);
  const { debit, credit, differences } = await checkTrialBalance(clients, balances);
  const hledger = await checkWithHledger(clients);
  if (hledger === undefined) say('hledger is not installed here: the journal was not judged by it');
  const sumOf = (pick: (payout: PayoutSeen) => string) =>
    amountText(total(paid.map((one) => amountFromFact(pick(one)))));
  const result = {
    accepted: imported.accepted,
    duplicates: imported.duplicates,
    rejected: imported.rejected,
    grossByPayer,
    grossByAccount,
    withdrawals: asked.withdrawals,
    withdrawn: asked.withdrawn,
    paid: sumOf(({ net }) => net),
    taxWithheld: sumOf(({ tax }) => tax),
    providerPaid: amountText(providerPaid),
    settled,
    breaks: open,
    trialBalance: { debit, credit },
  };
  const sum = plus(amountFromFact(result.paid), amountFromFact(result.taxWithheld));
  const problems = [
    ...(sum === amountFromFact(result.withdrawn)
      ? []
      : ['paid and tax do not add up to what was withdrawn']),
    ...(result.paid === result.providerPaid
      ? []
      : ['the provider paid something else than the ledger says']),
    ...(sumOfSettled(settled) === providerSettled
      ? []
      : ['the provider paid organizations something else than their statements say']),
    ...(open === 0 ? [] : [`${open} breaks are open`]),
    ...(breaks === 0 ? [] : [`${breaks} payouts differ from the provider's`]),
    ...(debit === credit && amountFromFact(debit) > zero ? [] : ['debit and credit differ']),
    ...(differences === 0
      ? []
      : [`${differences} accounts differ between journal and trial balance`]),
    ...(hledger === false ? ['hledger does not accept the journal'] : []),
  ];
  return { result, problems };
};
