import type { AccountFact, FactData } from '../domain/account/facts.ts';
import type { PayeeId, PayerId, PayoutId } from '../domain/identifiers.ts';
import { amountFromFact, amountText, negated } from '../domain/money.ts';
import type { TaxMethod } from '../domain/tax/tax-rules.ts';
import { type Instant, type Month, monthOf } from '../domain/time.ts';
import { unreachable } from '../domain/unreachable.ts';
import { type Change, changing, existing, nothing, type Projection } from './projection.ts';
import type { WithholdingPosting, WithholdingRow } from './withholding-row.ts';

/** Every posting to `tax-withheld`, by payer and month, with the payment it was kept back from. */
export const withholdings: Projection<WithholdingRow> = {
  name: 'withholdings',
  version: 1,
  changes: (recorded) =>
    recorded.about === 'account'
      ? changesOf(recorded.payee, recorded.recordedAt, recorded.fact)
      : nothing,
  write: ({ postings, ...row }) =>
    JSON.stringify({
      ...row,
      postings: postings.map(({ at, gross, tax }) => [at, amountText(gross), amountText(tax)]),
    }),
  read: (json) => {
    const { postings, ...row } = JSON.parse(json);
    return {
      ...row,
      postings: postings.map(([at, gross, tax]: never[]) => ({
        at,
        gross: amountFromFact(gross ?? ''),
        tax: amountFromFact(tax ?? ''),
      })),
    };
  },
  places: ({ payerId, payoutId, postings }) =>
    [...new Set(postings.map(({ at }) => monthOf(at)))].map((month) => ({
      group: withholdingGroup(payerId, month),
      sort: `${postings.find(({ at }) => monthOf(at) === month)?.at} ${payoutId}`,
    })),
};

/** The list of a payer's postings of a month, in the order of recording. */
export const withholdingGroup = (payer: PayerId, month: Month): string => `${payer} ${month}`;

const changesOf = (
  account: PayeeId,
  at: Instant,
  { type, data }: AccountFact,
): readonly Change<WithholdingRow>[] => {
  switch (type) {
    case 'WithdrawalRequested':
      return data.payouts.flatMap(({ payoutId, payerId, taxMethod }) =>
        changing(payoutId, () => begun(account, payerId, payoutId, taxMethod, data.at)),
      );
    case 'StatementPayoutRequested': {
      const { payoutId, payerId } = data;
      return changing(payoutId, () => begun(account, payerId, payoutId, 'none', data.at));
    }
    case 'PayoutReissued':
      return reissued(data);
    case 'PayoutPaid':
      return changing(data.payoutId, (row) => {
        const before = existing(row, `payout ${data.payoutId}`);
        const [gross, tax] = [amountFromFact(data.gross), amountFromFact(data.tax)];
        // What pays again what came back is no income, unless the tax moves with it.
        return before.again === true && tax === 0n ? before : posted(before, { at, gross, tax });
      });
    case 'PayoutCancelled':
      return changing(data.payoutId, (row) => {
        const before = existing(row, `payout ${data.payoutId}`);
        const tax = negated(amountFromFact(data.tax));
        // What was cancelled before it was sent was never posted.
        return tax === 0n && before.postings.length === 0
          ? before
          : posted(before, { at, gross: negated(amountFromFact(data.gross)), tax });
      });
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'EarningRecorded':
    case 'EarningReversed':
    case 'HoldPlaced':
    case 'HoldReleased':
    case 'AdjustmentProposed':
    case 'AdjustmentPosted':
    case 'PayoutWaiting':
    case 'PayoutStopAsked':
    case 'PayoutSubmitted':
    case 'PayoutAccepted':
    case 'PayoutInDoubt':
    case 'PayoutRejected':
    case 'PayoutReturned':
    case 'PayoutResolutionProposed':
    case 'PayoutNewsContradicted':
      return nothing;
    default:
      return unreachable(type);
  }
};

const begun = (
  account: PayeeId,
  payerId: PayerId,
  payoutId: PayoutId,
  taxMethod: TaxMethod,
  at: Instant,
): WithholdingRow => ({
  ...{ payoutId, account, payerId, taxMethod },
  taxMonth: monthOf(at),
  postings: [],
});

/** The new payout counts in the month of the first, of which it knows by that one's row. */
const reissued = ({
  payoutId,
  newPayoutId,
}: FactData<'PayoutReissued'>): readonly Change<WithholdingRow>[] => {
  let first: WithholdingRow | undefined;
  return [
    ...changing<WithholdingRow>(payoutId, (row) => {
      first = existing(row, `payout ${payoutId}`);
      return first;
    }),
    ...changing<WithholdingRow>(newPayoutId, () => ({
      ...existing(first, `payout ${payoutId}`),
      payoutId: newPayoutId,
      again: true,
      postings: [],
    })),
  ];
};

const posted = (row: WithholdingRow, posting: WithholdingPosting): WithholdingRow => ({
  ...row,
  postings: [...row.postings, posting],
});
