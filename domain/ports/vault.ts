import type { CardRef } from '../identifiers.ts';

/**
 * What the vault may keep of a person or organization; each under its own key. `patient-key` is the
 * secret that a doctor's patients are made opaque with.
 */
export type VaultPurpose = 'payout-card' | 'payout-name' | 'patient-key';

export type SafeCard = {
  readonly cardRef: CardRef;
  readonly bankCode: string;
  readonly last4: string;
};

/**
 * Keeps names and card numbers, encrypted under a key per subject and purpose; the keys are wrapped
 * by a master key. Nothing else in the house stores them. Every implementation passes
 * `test/contracts/vault.ts`.
 */
export interface Vault {
  /** Stores the verified name. `same`: it was already there; `differs`: another name was. */
  putName(subject: string, name: string): Promise<'stored' | 'same' | 'differs'>;
  name(subject: string): Promise<string | undefined>;

  /** Stores a card; the same number and bank for the same subject give the same reference. */
  putCard(
    subject: string,
    card: { readonly cardNumber: string; readonly bankCode: string },
  ): Promise<SafeCard>;
  /** For display: never the number. */
  card(subject: string, ref: CardRef): Promise<SafeCard | undefined>;
  /** For the one outgoing instruction. */
  revealCard(
    subject: string,
    ref: CardRef,
  ): Promise<{ readonly cardNumber: string; readonly bankCode: string } | undefined>;

  /**
   * A patient's identity as an opaque value, HMAC under a key of the doctor's own. At once where the
   * key is at hand: most earnings name a patient, and none need wait a turn for it.
   */
  patientKey(doctor: string, patientRef: string): string | Promise<string>;

  /**
   * Destroys the key: what it encrypted is gone for ever, and so is what its values stood for.
   * Something stored afterwards gets a new key, new references and new patient keys.
   */
  shred(subject: string, purpose: VaultPurpose): Promise<void>;
  close(): Promise<void>;
}
