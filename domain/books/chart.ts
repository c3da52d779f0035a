import type { PayeeId, PayerId } from '../identifiers.ts';
import { remembered } from '../remembered.ts';

/** Ids may hold a colon, which separates the levels of an account name. */
const level = (id: string): string => (id.includes(':') ? id.replaceAll(':', '%3A') : id);

/** A payer's part of its accounts' names. */
export const payerName = (payer: PayerId): string => level(payer);

const namesOf = (payee: PayeeId, payer: PayerId) => {
  const tail = `${level(payee)}:${level(payer)}`;
  return {
    payable: `payable:${tail}`,
    held: `held:${tail}`,
    inFlight: `in-flight:${tail}`,
    inDoubt: `in-doubt:${tail}`,
    returned: `returned:${tail}`,
  };
};

const payeesRemembered = 20_000;
const payersRemembered = 20;
const namesFor = remembered(payeesRemembered, (payee: PayeeId) =>
  remembered(payersRemembered, (payer: PayerId) => namesOf(payee, payer)),
);

/** The chart of accounts. `docs/books.md` says what each holds and on which side it grows. */
export const accountsOf = (payee: PayeeId, payer: PayerId) => namesFor(payee)(payer);

/** The accounts kept for each payer. */
export const accountsOfPayer = remembered(payeesRemembered, (payer: PayerId) => ({
  receivable: `receivable:${level(payer)}`,
  cash: `cash:provider:${level(payer)}`,
  taxWithheld: `tax-withheld:${level(payer)}`,
  adjustments: `adjustments:${level(payer)}`,
  suspense: `suspense:provider:${level(payer)}`,
}));

/** What the platform earns: its fees, owed by payers on top of the gross. */
export const platformFees = 'fees:platform';
/** What the provider charges for payouts. */
export const providerFees = 'fees:provider';
