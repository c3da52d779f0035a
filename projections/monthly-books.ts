import type { Leg } from '../domain/books/entry.ts';
import type { RecordedFact } from '../domain/ledger-fact.ts';
import { amountFromFact, amountText } from '../domain/money.ts';
import { remembered } from '../domain/remembered.ts';
import { type Month, monthOf } from '../domain/time.ts';
import { booked } from './books.ts';
import { legsOf } from './entry-legs.ts';
import type { Change, Projection } from './projection.ts';
import type { BookMonthRow } from './rows.ts';

/**
 * What was debited and credited to each account of the books by facts recorded in one month, and
 * where in the log that month's facts lie: a trial balance of the past is the months before it and
 * a part of its own month's facts.
 */
export const monthlyBooks: Projection<BookMonthRow> = {
  name: 'monthly-books',
  version: 1,
  changes: (recorded) => {
    const month = monthOf(recorded.recordedAt);
    const span: Change<BookMonthRow> = {
      key: spanKey(month),
      update: (row) => spanWith(row, month, recorded),
    };
    return [
      span,
      ...legsOf(recorded).map(
        (leg): Change<BookMonthRow> => ({
          key: keyIn(month)(leg.account),
          update: (row) => bookedIn(month, row, leg),
        }),
      ),
    ];
  },
  write: (row) =>
    JSON.stringify(
      row.kind === 'span'
        ? row
        : { ...row, debit: amountText(row.debit), credit: amountText(row.credit) },
    ),
  read: (json) => {
    const row = JSON.parse(json);
    if (row.kind === 'span') return row;
    return { ...row, debit: amountFromFact(row.debit), credit: amountFromFact(row.credit) };
  },
};

const monthsRemembered = 4;
const accountsRemembered = 50_000;
const keyIn = remembered(monthsRemembered, (month: Month) =>
  remembered(accountsRemembered, (account: string) => `${month} ${account}`),
);

const bookedIn = (month: Month, row: BookMonthRow | undefined, leg: Leg): BookMonthRow => {
  const { account, debit, credit } = booked(row?.kind === 'book' ? row : undefined, leg);
  return { kind: 'book', month, account, debit, credit };
};

/** Sorts before the month's accounts. */
export const spanKey = (month: Month): string => month;

const spanWith = (
  row: BookMonthRow | undefined,
  month: Month,
  { stream, revision, position }: RecordedFact,
): BookMonthRow => {
  const first = row?.kind === 'span' ? row.first : { stream, revision, position };
  return { kind: 'span', month, first, last: position };
};
