import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { discrepancy } from './discrepancy.ts';
import { scenarioRule } from './scenarios.ts';

const listMax = 10_000;

const switches = z.strictObject({
  rules: z.array(scenarioRule).max(listMax),
  /**
   * What an order under an old number with the same content gives: the first order again, or an
   * error.
   */
  repeats: z.enum(['same-order', 'error']),
  /** What the gateway does to every call: nothing, 502, hang up, or say it is too busy. */
  outage: z.enum(['none', 'bad-gateway', 'hang-up', 'busy']),
  discrepancies: z.array(discrepancy).max(listMax),
  billCharset: z.enum(['utf-8', 'utf-8-bom', 'gb18030']),
  /** How far its clock was moved, ms. */
  clockOffsetMs: z.number().int(),
});
export type Switches = z.output<typeof switches>;
/** What may be said to the stand-in at once; what is not said stays. */
export const switchesChange = switches.partial();

const untouched: Switches = {
  rules: [],
  repeats: 'same-order',
  outage: 'none',
  discrepancies: [],
  billCharset: 'utf-8',
  clockOffsetMs: 0,
};

/**
 * All that was chosen for the stand-in, kept beside its orders so that a restart forgets nothing.
 */
export class SwitchBoard {
  readonly #database: DatabaseSync;
  #now: Switches;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec('CREATE TABLE IF NOT EXISTS switches (json TEXT NOT NULL) STRICT');
    const kept = database.prepare('SELECT json FROM switches').get();
    this.#now = kept === undefined ? untouched : switches.parse(JSON.parse(String(kept.json)));
  }

  get now(): Switches {
    return this.#now;
  }

  set(change: z.output<typeof switchesChange>): void {
    this.#now = { ...this.#now, ...said(change) };
    // One statement, so that a kill in between leaves the old ones.
    this.#database
      .prepare('INSERT OR REPLACE INTO switches (rowid, json) VALUES (1, ?)')
      .run(JSON.stringify(this.#now));
  }
}

const said = (change: z.output<typeof switchesChange>): Partial<Switches> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
