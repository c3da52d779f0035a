import { z } from 'zod';
import { amountText, zero as noFee } from '../../domain/money.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import type { EarningBooked, EarningTold } from '../ledger/earning-told.ts';
import { quickRead } from '../quick-read.ts';
import { words } from './words.ts';

const share = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,5})(?:\.\d{1,4})?$/, 'expected a weight as text, such as "50" or "33.3"');

/** One earning as the platform sends it: over HTTP alone, in a batch, or in a file. */
export const earningBody = z.strictObject({
  earningId: words.earningId,
  doctorId: words.payeeId,
  payerId: words.payerId,
  source: words.source,
  gross: words.amount,
  platformFee: words.amount.optional(),
  completedAt: words.instant,
  serviceRef: words.opaque.optional(),
  patientRef: words.opaque.optional(),
  contractRef: words.opaque.optional(),
  team: z
    .array(z.strictObject({ doctorId: words.payeeId, share }))
    .min(1)
    .max(50)
    .optional(),
});
/** The same without a team, where all of it is as most platforms write it; else undefined. */
export const quickEarning = quickRead(earningBody);
type EarningBody = z.output<typeof earningBody>;

/** A team that names the doctor, nobody twice, and somebody with a share. */
export const teamIsSound = ({ doctorId, team }: EarningBody): boolean => {
  if (team === undefined) return true;
  const members = new Set(team.map((member) => member.doctorId));
  const shared = team.some((member) => /[1-9]/.test(member.share));
  return members.has(doctorId) && members.size === team.length && shared;
};

export const toldFrom = (body: EarningBody): EarningTold => ({
  earningId: body.earningId,
  doctorId: body.doctorId,
  payerId: body.payerId,
  source: body.source,
  gross: body.gross,
  platformFee: body.platformFee ?? noFee,
  completedAt: body.completedAt,
  serviceRef: body.serviceRef,
  contractRef: body.contractRef,
  patientRef: body.patientRef,
  team: body.team,
});

/** What the caller is told: a team's earning lists its parts, a single one does not. */
export const earningAnswer = (
  { earningId, doctorId, team }: EarningTold,
  parts: readonly EarningBooked[],
  position: Position | undefined,
) => {
  const own = parts.find((part) => part.doctorId === doctorId) ?? parts[0];
  if (own === undefined || position === undefined)
    throw new Error('What was recorded has a part, and lies in the log');
  const answer = { earningId, account: own.account, availableOn: own.availableOn, position };
  return team === undefined ? answer : { ...answer, parts: parts.map(partAnswer) };
};

const partAnswer = ({ doctorId, account, gross }: EarningBooked) => ({
  doctorId,
  account,
  gross: amountText(gross),
});
