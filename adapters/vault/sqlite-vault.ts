import type { Vault } from '../../domain/ports/vault.ts';
import { dataKeys } from './data-keys.ts';
import type { KeyedDigest } from './keyed-digest.ts';
import { patientKeys } from './patient-keys.ts';
import { records } from './records.ts';
import { cardContent, readCard, refOfCard } from './stored-card.ts';
import { atomically, forgetOldPages, openVaultFile } from './vault-file.ts';

const opaque = (digest: KeyedDigest, patientRef: string): string => digest(patientRef).slice(0, 32);

/**
 * The vault in a SQLite file of its own; several processes of one machine may open it. A write has
 * reached the disk when its promise resolves. `masterKey` is 32 bytes and lives outside the file.
 */
export const sqliteVault = (options: {
  readonly file: string;
  readonly masterKey: Uint8Array;
  /** How long a key that another process has destroyed may still be remembered here, ms. 1,000 unless told. */
  readonly lookEveryMs?: number;
}): Vault => {
  const database = openVaultFile(options.file, options.masterKey);
  const keys = dataKeys(database, options.masterKey);
  const kept = records(database);
  const ofPatients = patientKeys(database, keys, options.lookEveryMs ?? 1_000);

  const storedName = (subject: string): string | undefined => {
    const key = keys.find(subject, 'payout-name');
    return key && kept.find(key, { subject, purpose: 'payout-name', ref: '' });
  };
  const storedCard = (subject: string, ref: string) => {
    const key = keys.find(subject, 'payout-card');
    const content = key && kept.find(key, { subject, purpose: 'payout-card', ref });
    return content === undefined ? undefined : readCard(content);
  };

  return {
    putName: async (subject, name) =>
      atomically(database, () => {
        const known = storedName(subject);
        if (known !== undefined) return known === name ? 'same' : 'differs';
        const key = keys.findOrMake(subject, 'payout-name');
        kept.keep(key, { subject, purpose: 'payout-name', ref: '' }, name);
        return 'stored';
      }),
    name: async (subject) => storedName(subject),
    putCard: async (subject, card) =>
      atomically(database, () => {
        const key = keys.findOrMake(subject, 'payout-card');
        const ref = refOfCard(key, card);
        kept.keep(key, { subject, purpose: 'payout-card', ref }, cardContent(card));
        return { cardRef: ref, bankCode: card.bankCode, last4: card.cardNumber.slice(-4) };
      }),
    card: async (subject, ref) => {
      const card = storedCard(subject, ref);
      return card && { cardRef: ref, bankCode: card.bankCode, last4: card.last4 };
    },
    revealCard: async (subject, ref) => {
      const card = storedCard(subject, ref);
      return card && { cardNumber: card.cardNumber, bankCode: card.bankCode };
    },
    patientKey: (doctor, patientRef) => {
      const digest = ofPatients.of(doctor);
      return digest instanceof Promise
        ? digest.then((made) => opaque(made, patientRef))
        : opaque(digest, patientRef);
    },
    shred: async (subject, purpose) => {
      if (purpose === 'patient-key') ofPatients.forget(subject);
      atomically(database, () => {
        keys.destroy(subject, purpose);
        kept.removeAll(subject, purpose);
      });
      forgetOldPages(database);
    },
    close: async () => {
      ofPatients.forgetAll();
      database.close();
    },
  };
};
