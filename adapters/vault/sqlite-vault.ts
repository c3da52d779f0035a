import { LRUCache } from 'lru-cache';
import type { Vault } from '../../domain/ports/vault.ts';
import { changedElsewhere } from './changed-elsewhere.ts';
import { dataKeys } from './data-keys.ts';
import { type KeyedDigest, keyedDigest } from './keyed-digest.ts';
import { records } from './records.ts';
import { cardContent, readCard, refOfCard } from './stored-card.ts';
import { atomically, forgetOldPages, openVaultFile } from './vault-file.ts';

/** Every earning with a patient needs its doctor's key; unwrapping or importing it each time is slow. */
const patientKeysCached = 10_000;

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
  const patientKeys = new LRUCache<string, KeyedDigest>({ max: patientKeysCached });
  const isChangedElsewhere = changedElsewhere(database, options.lookEveryMs ?? 1_000);

  const storedName = (subject: string): string | undefined => {
    const key = keys.find(subject, 'payout-name');
    return key && kept.find(key, { subject, purpose: 'payout-name', ref: '' });
  };
  const storedCard = (subject: string, ref: string) => {
    const key = keys.find(subject, 'payout-card');
    const content = key && kept.find(key, { subject, purpose: 'payout-card', ref });
    return content === undefined ? undefined : readCard(content);
  };
  const patientKeyOf = (doctor: string): KeyedDigest => {
    if (isChangedElsewhere()) patientKeys.clear();
    const cached = patientKeys.get(doctor);
    if (cached !== undefined) return cached;
    const stored =
      keys.find(doctor, 'patient-key') ??
      atomically(database, () => keys.findOrMake(doctor, 'patient-key'));
    const key = keyedDigest(stored);
    patientKeys.set(doctor, key);
    return key;
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
    patientKey: (doctor, patientRef) => patientKeyOf(doctor)(patientRef).slice(0, 32),
    shred: async (subject, purpose) => {
      if (purpose === 'patient-key') patientKeys.delete(subject);
      atomically(database, () => {
        keys.destroy(subject, purpose);
        kept.removeAll(subject, purpose);
      });
      forgetOldPages(database);
    },
    close: async () => {
      patientKeys.clear();
      database.close();
    },
  };
};
