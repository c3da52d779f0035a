import { hash } from 'node:crypto';
import type { AccountRefusal } from '../../domain/account/refusals.ts';
import type { EarningId, PayeeId, PayerId } from '../../domain/identifiers.ts';
import { type Fen, splitByLargestRemainder, zero } from '../../domain/money.ts';
import type { EarningSource } from '../../domain/policy/withdrawal-policy.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import type { Result } from '../../domain/result.ts';
import type { Day, Instant } from '../../domain/time.ts';
import type { Unhandled } from './asking.ts';

/** An earning as the platform tells it. */
export type EarningTold = {
  readonly earningId: EarningId;
  readonly doctorId: PayeeId;
  readonly payerId: PayerId;
  readonly source: EarningSource;
  readonly gross: Fen;
  readonly platformFee: Fen;
  readonly completedAt: Instant;
  readonly serviceRef?: string | undefined;
  readonly contractRef?: string | undefined;
  readonly patientRef?: string | undefined;
  /** Everyone who is paid for the service, the doctor included; shares are weights. */
  readonly team?: readonly { readonly doctorId: PayeeId; readonly share: string }[] | undefined;
};

export type EarningRefusal =
  | AccountRefusal
  | Unhandled
  | { readonly code: 'doctor-unknown'; readonly doctorId: PayeeId }
  | { readonly code: 'payer-unknown'; readonly payerId: PayerId };

export type EarningBooked = {
  readonly account: PayeeId;
  readonly availableOn: Day;
  readonly gross: Fen;
  readonly doctorId: PayeeId;
};
export type EarningOutcome = {
  /** False when the very same earning had been told before. */
  readonly added: boolean;
  /** One part, or one per member of the team. */
  readonly parts: readonly EarningBooked[];
  readonly position: Position | undefined;
};

export type EarningRecorded = Result<EarningOutcome, EarningRefusal>;

/** What one member of a team, or the doctor alone, gets of an earning. */
export type Part = { readonly doctorId: PayeeId; readonly gross: Fen; readonly fee: Fen };

/** The parts of a team's earning: they add up to it, fee included, to the fen. */
export const teamParts = ({ gross, platformFee, team = [] }: EarningTold): readonly Part[] => {
  const shares = team.map(({ share }) => share);
  const parts = splitByLargestRemainder(gross, shares);
  // Only who is paid something bears a part of the fee: a part without an earning is not recorded.
  const paid = shares.map((share, at) => ((parts[at] ?? zero) > 0n ? share : '0'));
  const fees = splitByLargestRemainder(platformFee, paid);
  return team.map(({ doctorId }, at) => ({
    doctorId,
    gross: parts[at] ?? zero,
    fee: fees[at] ?? zero,
  }));
};

/** A digest of all that was told, the patient only as the HMAC: equal content, equal text. */
export const fingerprintOf = (told: EarningTold, patient: string | undefined): string => {
  const {
    doctorId,
    payerId,
    source,
    gross,
    platformFee,
    completedAt,
    serviceRef,
    contractRef,
    team,
  } = told;
  const members = team?.map(({ doctorId: member, share }) => `${member}=${share}`).join(',');
  const content = [
    doctorId,
    payerId,
    source,
    gross,
    platformFee,
    completedAt,
    serviceRef,
    contractRef,
    patient,
    members,
  ];
  return hash('sha256', content.join('\n'), 'base64url').slice(0, 22);
};
