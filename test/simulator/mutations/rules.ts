import type { AccountFact } from '../../../domain/account/facts.ts';
import { type Account, earningKey } from '../../../domain/account/state.ts';
import { amountFromFact, amountText, fen, plus, zero } from '../../../domain/money.ts';
import { falsified, type Mutation, misled, mutation } from './wrapping.ts';

const withSums = (
  account: Account,
  change: (
    sums: NonNullable<ReturnType<Account['sums']['get']>>,
  ) => NonNullable<ReturnType<Account['sums']['get']>>,
): Account => ({
  ...account,
  sums: new Map([...account.sums].map(([payer, sums]) => [payer, change(sums)])),
});

type Closed = Extract<AccountFact, { type: 'PeriodClosed' }>;

const handedOn = (change: (carried: Closed['data']['carried']) => Closed['data']['carried']) =>
  falsified((fact) =>
    fact.type === 'PeriodClosed'
      ? { ...fact, data: { ...fact.data, carried: change(fact.data.carried) } }
      : fact,
  );

/** Bugs in what is decided. */
export const inTheRules: readonly Mutation[] = [
  mutation(
    'forgets the second tax of a month',
    30,
    misled(({ command, account }) =>
      command.type === 'RequestWithdrawal' ? { account: { ...account, tax: new Map() } } : {},
    ),
  ),
  mutation(
    'forgets at the month end what was taxed',
    60,
    handedOn((carried) => ({ ...carried, tax: {} })),
    41,
  ),
  mutation(
    'forgets holds at the month end',
    40,
    handedOn((carried) => ({ ...carried, holds: [] })),
    7,
  ),
  mutation(
    'forgets payouts under way at the month end',
    30,
    handedOn((carried) => ({ ...carried, payouts: [] })),
  ),
  mutation(
    'hands on a fen more than there is',
    30,
    handedOn((carried) => ({
      ...carried,
      payers: Object.fromEntries(
        Object.entries(carried.payers).map(([payer, sums]) => [
          payer,
          { ...sums, payable: amountText(plus(amountFromFact(sums.payable), fen(1n))) },
        ]),
      ),
    })),
  ),
  mutation(
    'forgets what was reversed before the month end',
    80,
    misled(({ command }) =>
      command.type === 'ReverseEarning' && command.earlier !== undefined
        ? {
            command: {
              ...command,
              earlier: {
                ...command.earlier,
                reversed: { amount: zero, fee: zero },
                reversals: new Map(),
              },
            },
          }
        : {},
    ),
  ),
  mutation(
    'books an earning again in the next month',
    20,
    misled(({ command }) =>
      command.type === 'RecordEarning' ? { command: { ...command, earlier: undefined } } : {},
    ),
  ),
  mutation(
    'takes other content for the same',
    30,
    misled(({ command, account }) => {
      if (command.type !== 'RecordEarning') return {};
      const known = account.earnings.get(earningKey(command.earningId, command.performedBy));
      return known === undefined ? {} : { command: { ...command, fingerprint: known.fingerprint } };
    }),
  ),
  mutation(
    'lets money out before it matures',
    30,
    misled(({ command, account }) =>
      command.type === 'RequestWithdrawal'
        ? { account: withSums(account, (sums) => ({ ...sums, maturing: new Map() })) }
        : {},
    ),
  ),
  mutation(
    'spends what is held',
    40,
    misled(({ command, account }) =>
      command.type === 'RequestWithdrawal'
        ? {
            account: withSums(account, (sums) => ({
              ...sums,
              payable: plus(sums.payable, sums.held),
            })),
          }
        : {},
    ),
  ),
  mutation(
    'lets one person post an adjustment',
    40,
    misled(({ command }) =>
      command.type === 'ApproveAdjustment' ? { command: { ...command, by: 'somebody' } } : {},
    ),
    20,
  ),
  mutation(
    'lets one person end a doubt',
    60,
    misled(({ command, account }) =>
      command.type === 'ResolvePayout' && account.payouts.get(command.payoutId)?.proposal
        ? { command: { ...command, by: 'somebody' } }
        : {},
    ),
    30,
  ),
  mutation(
    'cancels what was sent',
    20,
    misled(({ command, account }) => {
      if (command.type !== 'CancelPayout') return {};
      const payout = account.payouts.get(command.payoutId);
      return payout?.state === 'submitted' || payout?.state === 'accepted'
        ? {
            account: {
              ...account,
              payouts: account.payouts.with(command.payoutId, { ...payout, state: 'requested' }),
            },
          }
        : {};
    }),
  ),
  mutation(
    'withholds again when it pays again',
    40,
    misled(({ command, account }) => {
      if (command.type !== 'RecordPaid') return {};
      const payout = account.payouts.get(command.payoutId);
      return payout?.reissueOf === undefined
        ? {}
        : {
            account: {
              ...account,
              payouts: account.payouts.with(command.payoutId, {
                ...payout,
                reissueOf: undefined,
              }),
            },
          };
    }),
    4,
  ),
];
