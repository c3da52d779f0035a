/**
 * What can be said about a card number without asking anybody: `malformed` is no number of a card,
 * `unlikely` may be a slip of the finger and needs to be confirmed, `plausible` looks right.
 */
export type CardNumberCheck = 'plausible' | 'unlikely' | 'malformed';

const grammar = /^[0-9]{12,19}$/;

/** The check digit rule of payment cards (ISO/IEC 7812-1, annex B). */
const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let place = 1; place <= digits.length; place += 1) {
    const digit = Number(digits.at(-place));
    const weighted = place % 2 === 0 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
};

/** `issuerKnown` says whether some bank issues numbers that begin and are as long as this one. */
export const checkCardNumber = (
  cardNumber: string,
  issuerKnown: (cardNumber: string) => boolean,
): CardNumberCheck => {
  if (!grammar.test(cardNumber)) return 'malformed';
  return passesLuhn(cardNumber) && issuerKnown(cardNumber) ? 'plausible' : 'unlikely';
};
