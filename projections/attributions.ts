import type { PayeeId, PayerId } from '../domain/identifiers.ts';
import { amountFromFact, amountText, type Fen, plus, zero } from '../domain/money.ts';
import { type Month, monthOf } from '../domain/time.ts';
import { type Change, changing, nothing, type Projection } from './projection.ts';

/**
 * What the services of one month came to in an organization's account, per payer: in all, and for
 * each doctor who performed them. Earnings count in the month of the service, reversals in the
 * month they were recorded in.
 */
export type AttributionRow = {
  readonly organizationId: PayeeId;
  /** Absent in the row of all doctors. */
  readonly doctorId?: PayeeId;
  readonly payerId: PayerId;
  readonly month: Month;
  readonly services: number;
  readonly earned: Fen;
  readonly reversed: Fen;
};

type Of = Pick<AttributionRow, 'organizationId' | 'doctorId' | 'payerId' | 'month'>;
type Sums = Pick<AttributionRow, 'services' | 'earned' | 'reversed'>;

export const attributions: Projection<AttributionRow> = {
  name: 'attributions',
  version: 1,
  changes: (recorded) => {
    if (recorded.about !== 'account') return nothing;
    const { payee: organizationId, fact } = recorded;
    if (fact.type !== 'EarningRecorded' && fact.type !== 'EarningReversed') return nothing;
    const { performedBy: doctorId, payerId } = fact.data;
    if (doctorId === undefined) return nothing;
    const isEarned = fact.type === 'EarningRecorded';
    const month = monthOf(isEarned ? fact.data.completedAt : fact.data.at);
    const more: Sums = isEarned
      ? { services: 1, earned: amountFromFact(fact.data.gross), reversed: zero }
      : { services: 0, earned: zero, reversed: amountFromFact(fact.data.amount) };
    const of = { organizationId, payerId, month };
    return [...added(of, more), ...added({ ...of, doctorId }, more)];
  },
  write: ({ earned, reversed, ...row }) =>
    JSON.stringify({ ...row, earned: amountText(earned), reversed: amountText(reversed) }),
  read: (json) => {
    const { earned, reversed, ...row } = JSON.parse(json);
    return { ...row, earned: amountFromFact(earned), reversed: amountFromFact(reversed) };
  },
  places: ({ organizationId, doctorId, payerId, month }) =>
    doctorId === undefined
      ? [{ group: monthsGroup(organizationId), sort: `${month} ${payerId}` }]
      : [
          { group: doctorsGroup(organizationId), sort: `${month} ${doctorId} ${payerId}` },
          { group: doctorsGroup(organizationId, doctorId), sort: `${month} ${payerId}` },
        ],
};

/** An organization's months, by payer. */
export const monthsGroup = (organization: PayeeId): string => `months ${organization}`;
/** An organization's months by doctor and payer, or those of one doctor. */
export const doctorsGroup = (organization: PayeeId, doctor?: PayeeId): string =>
  `doctors ${organization} ${doctor ?? '*'}`;

const added = (of: Of, more: Sums): readonly Change<AttributionRow>[] => {
  const { organizationId, doctorId = '*', payerId, month } = of;
  return changing(`${organizationId} ${doctorId} ${payerId} ${month}`, (row) => {
    const before = row ?? { ...of, services: 0, earned: zero, reversed: zero };
    return {
      ...before,
      services: before.services + more.services,
      earned: plus(before.earned, more.earned),
      reversed: plus(before.reversed, more.reversed),
    };
  });
};
