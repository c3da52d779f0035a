import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { changedElsewhere } from './changed-elsewhere.ts';
import type { DataKeys } from './data-keys.ts';
import { type KeyedDigest, keyedDigest } from './keyed-digest.ts';
import { atomically } from './vault-file.ts';

/** Every earning with a patient needs its doctor's key; unwrapping or importing it each time is slow. */
const keysCached = 10_000;

export type PatientKeys = {
  /** The doctor's digest, made where there is none: at once where a key is stored, else durable when it resolves. */
  readonly of: (doctor: string) => KeyedDigest | Promise<KeyedDigest>;
  readonly forget: (doctor: string) => void;
  readonly forgetAll: () => void;
};

/**
 * The keys that patients are made opaque with. Those of doctors who come for the first time at about
 * the same moment are made in one transaction: a flush for each would hold up everybody, and after a
 * migration or at a month's end thousands come at once.
 */
export const patientKeys = (
  database: DatabaseSync,
  keys: DataKeys,
  lookEveryMs: number,
): PatientKeys => {
  const known = new LRUCache<string, KeyedDigest>({ max: keysCached });
  const isChangedElsewhere = changedElsewhere(database, lookEveryMs);
  const wanted = new Set<string>();
  let making: Promise<void> | undefined;

  const makeWanted = async (): Promise<void> => {
    await setImmediate();
    const doctors = [...wanted];
    wanted.clear();
    making = undefined;
    atomically(database, () => {
      for (const doctor of doctors) keys.findOrMake(doctor, 'patient-key');
    });
  };
  const stored = (doctor: string): KeyedDigest | undefined => {
    if (isChangedElsewhere()) known.clear();
    const cached = known.get(doctor);
    if (cached !== undefined) return cached;
    const key = keys.find(doctor, 'patient-key');
    if (key === undefined) return undefined;
    const digest = keyedDigest(key);
    known.set(doctor, digest);
    return digest;
  };
  const made = async (doctor: string): Promise<KeyedDigest> => {
    wanted.add(doctor);
    making ??= makeWanted();
    await making;
    // Destroyed again already: whoever asks now gets a new one.
    return stored(doctor) ?? made(doctor);
  };
  return {
    of: (doctor) => stored(doctor) ?? made(doctor),
    forget: (doctor) => void known.delete(doctor),
    forgetAll: () => known.clear(),
  };
};
