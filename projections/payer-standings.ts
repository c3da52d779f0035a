import type { Leg } from '../domain/books/entry.ts';
import { amountFromFact, amountText, type Fen, minus, plus, zero } from '../domain/money.ts';
import { legsOf } from './entry-legs.ts';
import type { Projection } from './projection.ts';

/** Where a payer's money stands, in fen, each grown on the side on which its account grows. */
export type PayerStanding = {
  /** The payer's name as the books write it, see `accountsOfPayer`. */
  readonly payer: string;
  readonly receivable: Fen;
  readonly cash: Fen;
  /** What waits for the provider or is in doubt, over all payees. */
  readonly reserved: Fen;
  readonly taxWithheld: Fen;
};

type Part = Exclude<keyof PayerStanding, 'payer'>;

/** The books by payer: summing them from the books themselves would read every payee's accounts. */
export const payerStandings: Projection<PayerStanding> = {
  name: 'payer-standings',
  version: 1,
  changes: (recorded) =>
    legsOf(recorded).flatMap((leg) => {
      const part = partOf(leg.account);
      if (part === undefined) return [];
      const payer = leg.account.slice(leg.account.lastIndexOf(':') + 1);
      return [
        { key: payer, update: (row: PayerStanding | undefined) => moved(row, payer, part, leg) },
      ];
    }),
  write: ({ payer, receivable, cash, reserved, taxWithheld }) =>
    JSON.stringify([payer, ...[receivable, cash, reserved, taxWithheld].map(amountText)]),
  read: (json) => {
    const [payer, receivable, cash, reserved, taxWithheld] = JSON.parse(json);
    return {
      payer,
      receivable: amountFromFact(receivable),
      cash: amountFromFact(cash),
      reserved: amountFromFact(reserved),
      taxWithheld: amountFromFact(taxWithheld),
    };
  },
};

const partOf = (account: string): Part | undefined => {
  switch (account.slice(0, account.indexOf(':'))) {
    case 'receivable':
      return 'receivable';
    case 'cash':
      return 'cash';
    case 'in-flight':
    case 'in-doubt':
      return 'reserved';
    case 'tax-withheld':
      return 'taxWithheld';
    default:
      return undefined;
  }
};

const empty = { receivable: zero, cash: zero, reserved: zero, taxWithheld: zero };

const moved = (
  row: PayerStanding | undefined,
  payer: string,
  part: Part,
  { side, amount }: Leg,
): PayerStanding => {
  const before = row ?? { payer, ...empty };
  const growsOn = part === 'receivable' || part === 'cash' ? 'debit' : 'credit';
  const after = side === growsOn ? plus(before[part], amount) : minus(before[part], amount);
  return { ...before, [part]: after };
};
