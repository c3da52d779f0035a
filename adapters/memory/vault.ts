import { createHmac, randomBytes } from 'node:crypto';
import { type CardRef, cardRef } from '../../domain/identifiers.ts';
import type { SafeCard, Vault, VaultPurpose } from '../../domain/ports/vault.ts';

type Card = { readonly cardNumber: string; readonly bankCode: string };

/** The vault for tests: it forgets everything with the process, so it encrypts nothing. */
export const memoryVault = (): Vault => {
  const keys = new Map<string, Buffer>();
  const names = new Map<string, string>();
  const cards = new Map<string, Map<CardRef, Card>>();

  const placeOf = (subject: string, purpose: VaultPurpose): string => `${purpose} ${subject}`;
  const hmac = (subject: string, purpose: VaultPurpose, content: string): string => {
    const key = keys.get(placeOf(subject, purpose)) ?? randomBytes(32);
    keys.set(placeOf(subject, purpose), key);
    return createHmac('sha256', key).update(content).digest('hex').slice(0, 32);
  };
  const shown = (ref: CardRef, { cardNumber, bankCode }: Card): SafeCard => ({
    cardRef: ref,
    bankCode,
    last4: cardNumber.slice(-4),
  });

  return {
    putName: async (subject, name) => {
      const known = names.get(subject);
      if (known !== undefined) return known === name ? 'same' : 'differs';
      names.set(subject, name);
      return 'stored';
    },
    name: async (subject) => names.get(subject),
    putCard: async (subject, { cardNumber, bankCode }) => {
      const digest = hmac(subject, 'payout-card', JSON.stringify([cardNumber, bankCode]));
      const ref = cardRef(`card-${digest}`);
      if (ref === undefined) throw new Error('A card reference must be an identifier');
      const known = cards.get(subject) ?? new Map<CardRef, Card>();
      cards.set(subject, known.set(ref, { cardNumber, bankCode }));
      return shown(ref, { cardNumber, bankCode });
    },
    card: async (subject, ref) => {
      const card = cards.get(subject)?.get(ref);
      return card && shown(ref, card);
    },
    revealCard: async (subject, ref) => cards.get(subject)?.get(ref),
    patientKey: async (doctor, patientRef) => hmac(doctor, 'patient-key', patientRef),
    shred: async (subject, purpose) => {
      keys.delete(placeOf(subject, purpose));
      if (purpose === 'payout-name') names.delete(subject);
      if (purpose === 'payout-card') cards.delete(subject);
    },
    close: async () => {},
  };
};
