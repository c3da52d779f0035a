import { type Instant, millisOf } from '../../../domain/time.ts';
import { minute } from '../virtual-time.ts';
import { type Broken, type Watcher, yuan } from './checking.ts';
import type { ShadowParties } from './parties.ts';

/** A binding made this recently may not have been seen by who was recording, ms. */
const raceMs = 2 * minute;

export type Booked = { readonly account: string; readonly gross: bigint; reversed: bigint };

export type EarningsWatch = Watcher & {
  /** By the earning's id and who performed it. */
  readonly booked: ReadonlyMap<string, Booked>;
};

export const bookedKey = (earningId: string, doctor: string): string => `${earningId} ${doctor}`;

/** Each earning is booked once, in the account its binding says, and never taken back beyond itself. */
export const watchEarnings = (parties: ShadowParties, broken: Broken): EarningsWatch => {
  const booked = new Map<string, Booked>();
  return {
    booked,
    see: (recorded) => {
      if (recorded.about !== 'account') return;
      const { payee, fact } = recorded;
      if (fact.type === 'EarningRecorded') {
        const { earningId, performedBy, gross, completedAt } = fact.data;
        const doctor = performedBy ?? payee;
        const key = bookedKey(earningId, doctor);
        const before = booked.get(key);
        if (before !== undefined)
          broken('each earning once', `${key} is in ${before.account} and again in ${payee}`);
        booked.set(key, { account: payee, gross: yuan(gross), reversed: 0n });
        const wanted = parties.accountFor(doctor, millisOf(completedAt as Instant), raceMs);
        if (wanted !== undefined && wanted !== payee)
          broken('the binding says whose account', `${key} went to ${payee}, not to ${wanted}`);
      }
      if (fact.type === 'EarningReversed') {
        const { earningId, performedBy, amount } = fact.data;
        const earning = booked.get(bookedKey(earningId, performedBy ?? payee));
        if (earning === undefined)
          return broken(
            'nothing is taken back that was not given',
            `${earningId} was never booked`,
          );
        earning.reversed += yuan(amount);
        if (earning.reversed > earning.gross)
          broken('nothing is taken back that was not given', `${earningId}: more than it was`);
      }
    },
  };
};
