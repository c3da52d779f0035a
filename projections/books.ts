import type { Leg } from '../domain/books/entry.ts';
import { amountFromFact, amountText, plus, zero } from '../domain/money.ts';
import { legsOf } from './entry-legs.ts';
import type { Projection } from './projection.ts';
import type { BookRow } from './rows.ts';

/** The trial balance: what was ever debited and credited to each account of the books. */
export const books: Projection<BookRow> = {
  name: 'books',
  version: 1,
  changes: (recorded) =>
    legsOf(recorded).map((leg) => ({
      key: leg.account,
      update: (row: BookRow | undefined) => booked(row, leg),
    })),
  write: ({ account, debit, credit }) =>
    JSON.stringify({ account, debit: amountText(debit), credit: amountText(credit) }),
  read: (json) => {
    const { account, debit, credit } = JSON.parse(json);
    return { account, debit: amountFromFact(debit), credit: amountFromFact(credit) };
  },
};

/** An account of the books after one more leg. */
export const booked = (row: BookRow | undefined, { account, side, amount }: Leg): BookRow => {
  const { debit, credit } = row ?? { debit: zero, credit: zero };
  return side === 'debit'
    ? { account, debit: plus(debit, amount), credit }
    : { account, debit, credit: plus(credit, amount) };
};
