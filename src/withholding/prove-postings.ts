import { evolve } from '../../domain/account/evolve.ts';
import type { AccountFact, FactData } from '../../domain/account/facts.ts';
import { isReplaced } from '../../domain/account/reissues.ts';
import { type Account, newAccount } from '../../domain/account/state.ts';
import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import { amountFromFact, amountText, type Fen, plus, zero } from '../../domain/money.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import type { TaxHistory } from '../../domain/tax/tax-history.ts';
import { hasTaxRule, withhold } from '../../domain/tax/withholding.ts';
import { workingLines } from '../../domain/tax/working-lines.ts';
import { type Month, monthOf } from '../../domain/time.ts';
import { parseStored } from '../facts/parse-stored.ts';

const logPage = 5_000;
/** After this many differences more say nothing new. */
const differencesMax = 1_000;

/** A withholding that is not what the rules say, or a posting that is not what was withheld. */
export type WithholdingDifference = {
  readonly what: 'withheld' | 'posted' | 'carried';
  readonly account: PayeeId;
  /** The payout, or the payer whose history was carried wrongly. */
  readonly ref: string;
  readonly month: Month;
  readonly recorded: string;
  readonly expected: string;
  readonly working: readonly string[];
};

export type WithholdingProof = {
  /** Payouts whose withholding was computed anew. */
  readonly payouts: number;
  /** Payments whose posting was held against it. */
  readonly postings: number;
  readonly withheld: Fen;
  readonly differences: readonly WithholdingDifference[];
};

/**
 * Computes every withholding anew from what the log says was paid before, by the rules dated in
 * `domain/tax/rates.ts`, and holds the requests, the postings and what months hand on against it.
 * With `month`, only of payouts that were requested in it; their histories are still all read.
 */
export const provePostings = async (
  log: Pick<EventStore, 'readAll'>,
  month?: Month | undefined,
): Promise<WithholdingProof> => {
  const proving = new Proving(month);
  let after: Position | undefined;
  for (let more = true; more; ) {
    const page = await log.readAll({ after, max: logPage, streamPrefixes: ['account-'] });
    for (const stored of page.facts) {
      const recorded = parseStored(stored);
      if (recorded.about === 'account') proving.take(recorded.payee, recorded.fact);
    }
    after = page.readTo;
    more = !page.atEnd;
  }
  return proving.proof();
};

class Proving {
  readonly #month: Month | undefined;
  /** Only accounts whose month is open: what a month hands on says all that matters of it. */
  readonly #open = new Map<PayeeId, Account>();
  readonly #differences: WithholdingDifference[] = [];
  #payouts = 0;
  #postings = 0;
  #withheld: Fen = zero;

  constructor(month: Month | undefined) {
    this.#month = month;
  }

  proof(): WithholdingProof {
    return {
      payouts: this.#payouts,
      postings: this.#postings,
      withheld: this.#withheld,
      differences: this.#differences,
    };
  }

  take(account: PayeeId, fact: AccountFact): void {
    const before = this.#open.get(account) ?? newAccount;
    switch (fact.type) {
      // What is earned or set aside is not taxed: only what is paid.
      case 'EarningRecorded':
      case 'EarningReversed':
      case 'HoldPlaced':
      case 'HoldReleased':
        return;
      case 'WithdrawalRequested':
        this.#requested(account, before, fact.data);
        break;
      case 'PayoutPaid':
        this.#paid(account, before, fact.data);
        break;
      case 'PeriodClosed':
        this.#closed(account, before, fact.data);
        this.#open.delete(account);
        return;
      default:
        break;
    }
    this.#open.set(account, evolve(before, fact));
  }

  #isAsked(month: Month): boolean {
    return this.#month === undefined || this.#month === month;
  }

  #requested(account: PayeeId, before: Account, data: FactData<'WithdrawalRequested'>): void {
    const month = monthOf(data.at);
    if (!this.#isAsked(month)) return;
    for (const { payoutId, payerId, gross, tax, taxMethod } of data.payouts) {
      this.#payouts += 1;
      const history: TaxHistory = before.tax.get(payerId) ?? new Map();
      const computed = hasTaxRule(taxMethod, month)
        ? withhold(taxMethod, history, month, amountFromFact(gross))
        : undefined;
      const expected = computed === undefined ? 'no rule' : amountText(computed.withheld);
      if (expected !== tax)
        this.#differs('withheld', account, payoutId, month, tax, expected, [
          ...(computed === undefined ? [] : workingLines(computed.working)),
        ]);
    }
  }

  #paid(account: PayeeId, before: Account, data: FactData<'PayoutPaid'>): void {
    const payout = before.payouts.get(data.payoutId);
    if (payout === undefined) {
      this.#differs('posted', account, data.payoutId, monthOf(data.at), data.tax, 'no request', []);
      return;
    }
    const month = monthOf(payout.requestedAt);
    if (!this.#isAsked(month)) return;
    // One withholding for one payment, however often it is paid again.
    const elsewhere =
      data.from === 'payable' ? isReplaced(before, payout) : payout.reissueOf !== undefined;
    const expected = elsewhere ? zero : payout.tax;
    this.#postings += 1;
    this.#withheld = plus(this.#withheld, expected);
    if (amountText(expected) !== data.tax)
      this.#differs('posted', account, data.payoutId, month, data.tax, amountText(expected), []);
  }

  /** What a month hands on is what the next one's withholding rests on. */
  #closed(account: PayeeId, before: Account, { carried, period }: FactData<'PeriodClosed'>): void {
    const payers = new Set([...before.tax.keys(), ...(Object.keys(carried.tax) as PayerId[])]);
    for (const payer of payers) {
      const recorded = (carried.tax[payer] ?? [])
        .map(({ month, gross, withheld }) => `${month} ${gross} ${withheld}`)
        .join(', ');
      const expected = [...(before.tax.get(payer) ?? [])]
        .map(([month, of]) => `${month} ${amountText(of.gross)} ${amountText(of.withheld)}`)
        .join(', ');
      if (recorded !== expected && this.#isAsked(period))
        this.#differs('carried', account, payer, period, recorded, expected, []);
    }
  }

  #differs(
    what: WithholdingDifference['what'],
    account: PayeeId,
    ref: string,
    month: Month,
    recorded: string,
    expected: string,
    working: readonly string[],
  ): void {
    if (this.#differences.length < differencesMax)
      this.#differences.push({ what, account, ref, month, recorded, expected, working });
  }
}
