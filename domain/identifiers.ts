declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/**
 * 1–64 characters of `A-Z a-z 0-9 . _ : -`. One name is nobody's: as the key of a JSON object it
 * would name the object's prototype, and sums kept under it would be lost on reading.
 */
const grammar = /^(?!__proto__$)[A-Za-z0-9._:-]{1,64}$/;

const parser =
  <Id extends string>() =>
  (text: string): Id | undefined =>
    grammar.test(text) ? (text as Id) : undefined;

/** The party an account belongs to: a doctor, an assistant or a service organization. */
export type PayeeId = Branded<'PayeeId'>;
export const payeeId = parser<PayeeId>();

/** The legal entity that owes the remuneration. */
export type PayerId = Branded<'PayerId'>;
export const payerId = parser<PayerId>();

export type EarningId = Branded<'EarningId'>;
export const earningId = parser<EarningId>();

/** Chosen by the doctor's app; unique within that doctor. */
export type WithdrawalId = Branded<'WithdrawalId'>;
export const withdrawalId = parser<WithdrawalId>();

/** One instruction to the provider; also its request number there: at most 32 letters and digits. */
export type PayoutId = Branded<'PayoutId'>;
const payoutGrammar = /^[A-Za-z0-9]{1,32}$/;
export const payoutId = (text: string): PayoutId | undefined =>
  payoutGrammar.test(text) ? (text as PayoutId) : undefined;

/** Any other id chosen by a caller: reversal, hold, adjustment, funding, statement … */
export type Reference = Branded<'Reference'>;
export const reference = parser<Reference>();

/** Points into the vault, where the card or account number lies encrypted. */
export type CardRef = Branded<'CardRef'>;
export const cardRef = parser<CardRef>();

const own = <Id>(id: Id | undefined, text: string): Id => {
  if (id === undefined) throw new Error(`Not an id that we may make: ${text}`);
  return id;
};
/** An id of our own making, from our own words or a digest: one that is none is a bug. */
export const ownReference = (text: string): Reference => own(reference(text), text);
export const ownPayoutId = (text: string): PayoutId => own(payoutId(text), text);
