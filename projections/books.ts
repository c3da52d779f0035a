import { entriesOf } from '../domain/ledger-fact.ts';
import { amountFromFact, amountText, plus, zero } from '../domain/money.ts';
import type { Projection } from './projection.ts';
import type { BookRow } from './rows.ts';

/** The trial balance: what was ever debited and credited to each account of the books. */
export const books: Projection<BookRow> = {
  name: 'books',
  version: 1,
  changes: (recorded) =>
    entriesOf(recorded).flatMap(({ legs }) =>
      legs.map(({ account, side, amount }) => ({
        key: account,
        update: (row: BookRow | undefined) => {
          const before = row ?? { account, debit: zero, credit: zero };
          return { ...before, [side]: plus(before[side], amount) };
        },
      })),
    ),
  write: ({ account, debit, credit }) =>
    JSON.stringify({ account, debit: amountText(debit), credit: amountText(credit) }),
  read: (json) => {
    const { account, debit, credit } = JSON.parse(json);
    return { account, debit: amountFromFact(debit), credit: amountFromFact(credit) };
  },
};
