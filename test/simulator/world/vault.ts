import { type CardRef, cardRef } from '../../../domain/identifiers.ts';
import type { Vault } from '../../../domain/ports/vault.ts';
import type { Process } from './process.ts';

/** What is in the vault, for whoever checks what left it. */
export type VaultContent = {
  readonly name: (subject: string) => string | undefined;
  readonly card: (subject: string, ref: string) => string | undefined;
};

export type SharedVault = VaultContent & {
  readonly putName: (subject: string, name: string) => void;
  /** The same number gives the same reference. */
  readonly putCard: (subject: string, cardNumber: string) => CardRef;
};

/** All instances' vault: the same numbers give the same references in every history. */
export const sharedVault = (): SharedVault => {
  const names = new Map<string, string>();
  const cards = new Map<string, string>();
  return {
    name: (subject) => names.get(subject),
    card: (subject, ref) => cards.get(`${subject} ${ref}`),
    putName: (subject, name) => void names.set(subject, name),
    putCard: (subject, cardNumber) => {
      const ref = cardRef(`card-${subject}-${cardNumber}`);
      if (ref === undefined) throw new Error('A card reference must be an identifier');
      cards.set(`${subject} ${ref}`, cardNumber);
      return ref;
    },
  };
};

export type VaultPort = Pick<Vault, 'name' | 'revealCard' | 'patientKey'>;

/** The vault as one process reaches it. */
export const vaultPort = (vault: SharedVault, process: Process): VaultPort => ({
  name: (subject) => process.call(0, 1, async () => vault.name(subject)),
  revealCard: (subject, ref) =>
    process.call(0, 1, async () => {
      const cardNumber = vault.card(subject, ref);
      return cardNumber === undefined ? undefined : { cardNumber, bankCode: 'ICBC' };
    }),
  patientKey: async (doctor, patient) => `${doctor}/${patient}`,
});
