import type { ReturnedOrder } from '../../domain/ports/payment-provider.ts';
import { addDays, type Day, dayOf } from '../../domain/time.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import { everyRow } from '../views/every-row.ts';
import { payoutOfRequest } from '../views/payout-of-request.ts';
import type { PayoutAt } from './open-payout.ts';
import type { AlarmRaised, PayoutPorts } from './ports.ts';
import type { Asked } from './process.ts';

/** What was asked of the provider, and how much of it was not answered. */
export type ReturnsSwept = { readonly asked: number; readonly unanswered: number };

type Ask = (payout: PayoutAt) => Promise<Asked>;
type Asking = {
  readonly ask: Ask;
  /** Whether to ask nothing more: what is left counts as one question that was not answered. */
  readonly isStopped: () => boolean;
};

/** More pages of returns in one span than any payer can have: a list that never ends is no list. */
const pagesMax = 1_000;

/** Asks the provider what the banks sent back, payer by payer, over all days on which it may still have. */
export const sweepReturns = async (
  ports: PayoutPorts,
  { ask, isStopped }: Asking,
): Promise<ReturnsSwept> => {
  const swept = { asked: 0, unanswered: 0 };
  for (const { kind, id } of everyRow((page) => ports.views.parties('payer', page))) {
    if (kind !== 'payer') continue;
    const { registered } = await ports.ledger.parties.payer(id);
    if (registered === undefined) continue;
    for (const span of spansOf(ports)) {
      if (isStopped()) return { ...swept, unanswered: swept.unanswered + 1 };
      const merchantNo = registered.merchantNo;
      const one = await sweepSpan(ports, { merchantNo, ...span }, ask);
      swept.asked += one.asked;
      swept.unanswered += one.unanswered;
    }
  }
  return swept;
};

type Span = { readonly from: Day; readonly until: Day };

/** The return window up to today, in spans that the provider lists at once. */
const spansOf = ({ terms, clock }: PayoutPorts): readonly Span[] => {
  const now = clock.now();
  const { returnWindowDays, returnsSpanDays } = terms.contract(now);
  const today = dayOf(now);
  const spans: Span[] = [];
  for (let from = addDays(today, -returnWindowDays); from <= today; ) {
    const last = addDays(from, returnsSpanDays - 1);
    spans.push({ from, until: last < today ? last : today });
    from = addDays(last, 1);
  }
  return spans;
};

const sweepSpan = async (
  ports: PayoutPorts,
  span: Span & { readonly merchantNo: string },
  ask: Ask,
): Promise<ReturnsSwept> => {
  const swept = { asked: 0, unanswered: 0 };
  for (let page = 1; page <= pagesMax; page += 1) {
    swept.asked += 1;
    const answer = await ports.provider.returns({ ...span, page });
    if (answer.outcome === 'unknown') return { ...swept, unanswered: swept.unanswered + 1 };
    for (const returned of answer.items)
      if (!(await takeUp(ports, returned, ask))) swept.unanswered += 1;
    if (!answer.more) return swept;
  }
  return { ...swept, unanswered: swept.unanswered + 1 };
};

/** The list is a hint, like a notification; the query says what is booked. False when it could not be asked. */
const takeUp = async (
  ports: PayoutPorts,
  { requestNo, amount }: ReturnedOrder,
  ask: Ask,
): Promise<boolean> => {
  const rowNow = () => payoutOfRequest(ports.views, requestNo);
  const row = rowNow();
  if (row === undefined) {
    alarm(ports, 'return-of-unknown-payout', 'the provider lists a return that is not ours');
    return true;
  }
  if (wasSentBack(row)) return true;
  if (amount !== row.net) {
    alarm(ports, 'answer-mismatch', 'the amount that came back is not what was paid', row);
    return true;
  }
  return (await ask(row)) !== 'unanswered';
};

/** Whatever was done about it since. */
const wasSentBack = ({ state, paidAt }: PayoutRow): boolean =>
  (state === 'returned' || state === 'cancelled' || state === 'reissued') && paidAt !== undefined;

const alarm = (
  { alarm: raise, clock }: PayoutPorts,
  code: AlarmRaised['code'],
  detail: string,
  row?: PayoutRow,
): void => {
  const about =
    row === undefined ? {} : { payoutId: row.payoutId, account: row.account, payerId: row.payerId };
  raise({ code, ...about, detail, at: clock.now() });
};
