import { createHmac, hkdfSync } from 'node:crypto';
import { type CardRef, cardRef } from '../../domain/identifiers.ts';

export type Card = { readonly cardNumber: string; readonly bankCode: string };

/** All of a card is inside the sealed record, even the last digits: they are personal data too. */
export const cardContent = ({ cardNumber, bankCode }: Card): string =>
  JSON.stringify([bankCode, cardNumber, cardNumber.slice(-4)]);

export const readCard = (content: string): Card & { readonly last4: string } => {
  const [bankCode, cardNumber, last4] = parsed(content);
  if (bankCode === undefined || cardNumber === undefined || last4 === undefined) {
    throw new Error('A card in the vault is damaged');
  }
  return { bankCode, cardNumber, last4 };
};

/** A parser's own error would quote what it read. */
const parsed = (content: string): readonly (string | undefined)[] => {
  try {
    return JSON.parse(content);
  } catch {
    throw new Error('A card in the vault is damaged');
  }
};

/**
 * The same card of the same subject always has the same reference. Keyed, because the few possible
 * card numbers could be tried out against a plain hash; and under a key derived from the subject's
 * own, so that after shredding nobody can try them.
 */
export const refOfCard = (cardKey: Uint8Array, { cardNumber, bankCode }: Card): CardRef => {
  const key = new Uint8Array(hkdfSync('sha256', cardKey, '', 'lotus vault card reference', 32));
  const digest = createHmac('sha256', key).update(JSON.stringify([cardNumber, bankCode]));
  const ref = cardRef(`card-${digest.digest('hex').slice(0, 32)}`);
  if (ref === undefined) throw new Error('A card reference must be an identifier');
  return ref;
};
