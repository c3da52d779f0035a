import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { day } from '../../../domain/time.ts';
import { storedText } from './order.ts';
import { scenarioRule } from './scenarios.ts';

const listMax = 10_000;
const about = { bill: z.enum(['UA_PAY', 'UA_PAY_REFUND']), requestNo: z.string().min(1).max(64) };
const billDay = z.string().transform((text, context) => {
  const read = day(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'expected a day' });
  return z.NEVER;
});

/** Whether the money went the wrong way as well, or only the bill says so. */
const moved = z.boolean().optional();

/** A difference put into a bill, or into a merchant's account, on purpose, so that finding it can be tried. */
const discrepancy = z.discriminatedUnion('kind', [
  z.strictObject({ ...about, kind: z.literal('missing') }),
  /** The same line again, or under another order number of the provider. */
  z.strictObject({ ...about, kind: z.literal('twice'), orderNo: z.string().optional(), moved }),
  z.strictObject({ ...about, kind: z.literal('amount'), amount: storedText, moved }),
  z.strictObject({ ...about, kind: z.literal('fee'), amount: storedText, moved }),
  /** Billed to another merchant. */
  z.strictObject({ ...about, kind: z.literal('merchant'), merchantNo: z.string() }),
  /** In the next day's bill instead of its own. */
  z.strictObject({ ...about, kind: z.literal('next-day') }),
  /** A line nobody ordered; its money is gone too unless `moved` is false. */
  z.strictObject({
    ...about,
    kind: z.literal('unknown'),
    amount: storedText,
    day: billDay,
    merchantNo: z.string(),
    moved,
  }),
  /** The head of a bill tells another number of lines. */
  z.strictObject({
    bill: about.bill,
    kind: z.literal('totals'),
    day: billDay,
    count: z.number().int(),
  }),
  /** Money taken from an account that no bill tells of. */
  z.strictObject({
    kind: z.literal('charge'),
    day: billDay,
    merchantNo: z.string(),
    amount: storedText,
  }),
]);
export type Discrepancy = z.output<typeof discrepancy>;

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
