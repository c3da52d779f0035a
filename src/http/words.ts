import { z } from 'zod';
import {
  earningId,
  payeeId,
  payerId,
  payoutId,
  reference,
  withdrawalId,
} from '../../domain/identifiers.ts';
import { amountFromRequest, type Fen } from '../../domain/money.ts';
import { earningSources } from '../../domain/policy/withdrawal-policy.ts';
import { day, instant, month } from '../../domain/time.ts';
import { parsedText } from '../parsed-text.ts';
import { readQuickly } from '../quick-read.ts';

/** Text that survives every store and export: no control characters, no broken encoding, nothing that XML forbids. */
const survives = (text: string): boolean => !/[\p{Cc}\p{Cs}\ufffd-\uffff]/u.test(text);
/** What everybody may write anywhere; of other texts zod says whether they will do. */
const plainText = (text: string): string | undefined =>
  /^[ -~]{1,128}$/.test(text) ? text : undefined;
const noControls = 'expected text without control characters';

/** Written by people; blanks around it are not meant. */
const prose = (charactersMax: number) =>
  z.string().trim().min(1).max(charactersMax).refine(survives, noControls);

const amountOrAll = (text: string): Fen | 'all' | undefined =>
  text === 'all' ? text : amountFromRequest(text);

const idText = '1–64 characters of A-Z a-z 0-9 . _ : -';

/** The words of the public contract, each with the parser that alone says what it accepts. */
export const words = {
  amount: parsedText<Fen>(amountFromRequest, 'an amount in yuan as text, such as "120.00"', {
    description: 'Yuan, 0–2 decimals, no sign; at most 9999999999.99',
    examples: ['120.00'],
  }),
  instant: parsedText(instant, 'an instant such as 2026-11-23T10:00:00+08:00', {
    description: 'ISO 8601 with an offset',
    examples: ['2026-11-23T10:00:00+08:00'],
  }),
  day: parsedText(day, 'a day such as 2026-11-23', {
    description: 'A day in Asia/Shanghai',
    examples: ['2026-11-23'],
  }),
  month: parsedText(month, 'a month such as 2026-11', {
    description: 'A month in Asia/Shanghai',
    examples: ['2026-11'],
  }),
  payeeId: parsedText(payeeId, idText),
  payerId: parsedText(payerId, idText),
  earningId: parsedText(earningId, idText),
  withdrawalId: parsedText(withdrawalId, idText),
  payoutId: parsedText(payoutId, '1–32 letters and digits'),
  reference: parsedText(reference, idText),
  taxMethod: z.enum(['labor-monthly', 'labor-cumulative', 'incidental', 'none']),
  source: z.enum(earningSources),
  legalName: prose(200),
  personName: prose(100),
  /** Never a run of digits: a card number in the wrong field must not pass, for this one is shown. */
  bankCode: z
    .string()
    .regex(/^(?!.*\d{5})[A-Z][A-Z0-9]{1,19}$/, 'expected a bank code such as ICBC'),
  reason: prose(500),
  /** What another system calls something; kept as it came. */
  opaque: readQuickly(z.string().min(1).max(128).refine(survives, noControls), plainText),
  /** Any amount of a withdrawal, or all of it. */
  amountOrAll: parsedText(amountOrAll, 'an amount in yuan as text, such as "120.00", or "all"'),
} as const;

/** The number of an organization's bank account; never shown. */
export const accountNumber = z.string().regex(/^[0-9]{6,32}$/, 'expected 6–32 digits');

/** A body that says why, and nothing else. */
export const reasonStated = z.strictObject({ reason: words.reason });
/** The same where the contract lets the reason, or the whole body, be left out. */
export const reasonIfAny = z.strictObject({ reason: words.reason.optional() }).nullish();

/** A reason that was left out, in facts that have one. */
export const notStated = 'not stated';
