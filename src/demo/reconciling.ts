import { addDays, type Day, dayOf, daysBetween } from '../../domain/time.ts';
import { reconcileDay } from '../cli/reconcile.ts';
import { realClock } from '../real-timers.ts';
import type { Clients } from './clients.ts';

export const today = (): Day => dayOf(realClock.now());

/**
 * Holds every day of the demo against the provider's bills, the account among them; one, unless it
 * ran over midnight. Says how many breaks nobody has explained.
 */
export const openBreaks = async (
  clients: Clients,
  since: Day,
  say: (line: string) => void,
): Promise<number> => {
  const finance = await clients.as('finance');
  let open = 0;
  for (let day = since; daysBetween(day, today()) >= 0; day = addDays(day, 1)) {
    const { breaks, matchRate } = await reconcileDay(finance, { date: day, kind: 'payments' });
    say(`reconciled ${day}: match rate ${matchRate ?? 'none'}, ${breaks.open} breaks open`);
    open += breaks.open + breaks.suspended;
  }
  return open;
};
