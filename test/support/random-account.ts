import fc from 'fast-check';
import type { AccountCommand, EarlierEarning } from '../../domain/account/commands.ts';
import { type Account, earningKey } from '../../domain/account/state.ts';
import { earningId as earningIdOf } from '../../domain/identifiers.ts';
import { amountText, fen, plus, zero } from '../../domain/money.ts';
import { addMillis, type Instant } from '../../domain/time.ts';
import {
  accepted,
  approve,
  askToStop,
  cancel,
  inDoubt,
  mayBePaid,
  paid,
  placeHold,
  propose,
  record,
  reissue,
  rejected,
  releaseHold,
  resolve,
  reverse,
  sentBack,
  submit,
  taxedMonthly,
  untaxed,
  waiting,
  withdraw,
} from './account-asking.ts';
import {
  card,
  doctor,
  hospital,
  on,
  payout,
  platform,
  reference,
  withdrawal,
} from './ledger-words.ts';

/** One thing that may be asked; numbers pick among few ids, so that they collide. */
export type Step = {
  readonly what: (typeof whats)[number];
  /** Hours since the step before. */
  readonly later: number;
  readonly id: number;
  readonly other: number;
  readonly fromPlatform: boolean;
  readonly fen: bigint;
};

const whats = [
  ...Array<'earn'>(5).fill('earn'),
  ...Array<'withdraw'>(4).fill('withdraw'),
  'withdraw all',
  'reverse',
  'reverse',
  'hold',
  'release',
  'release',
  'submit',
  'submit',
  'wait',
  'stop',
  'accept',
  'doubt',
  'doubt',
  'doubt',
  'pay',
  'pay',
  'pay',
  'reject',
  'reject',
  'return',
  'return',
  'reissue',
  'reissue',
  'reissue',
  'cancel',
  'cancel',
  'resolve',
  'resolve',
  'resolve',
  'resolve',
  'propose',
  'approve',
  'approve',
  'settle statement',
] as const;

const fenOf = fc.oneof(
  fc.bigInt({ min: -20_000n, max: 20_000n }),
  fc.bigInt({ min: 10_000n, max: 500_000n }),
  fc.constantFrom(0n, 1n, 10_000n, 100_000n, 2_000_000n),
);

export const steps = (most: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      what: fc.constantFrom(...whats),
      later: fc.oneof(fc.nat(12), fc.nat(12), fc.nat(24 * 9)),
      id: fc.nat(3),
      other: fc.nat(5),
      fromPlatform: fc.boolean(),
      fen: fenOf,
    }),
    { minLength: most / 3, maxLength: most, size: 'max' },
  );

export const start = on('2026-10-22 08:00');
export const timeAfter = (now: Instant, { later }: Step): Instant =>
  addMillis(now, later * 3_600_000);

/** The command of a step, with what the ledger would look up in closed months. */
export const commandOf = (
  step: Step,
  now: Instant,
  closed: readonly Account[],
  account: Account,
): AccountCommand => {
  const { id, other, fen: value } = step;
  const payerId = step.fromPlatform ? platform : hospital;
  const amount = fen(value);
  const some = fen(value < 0n ? -value : value);
  const text = amountText(some);
  const known = [...account.payouts].map(([payoutId]) => payoutId);
  const payoutId = known[(id * 6 + other) % Math.max(known.length, 1)] ?? payout('UNKNOWN');
  const of = { now, payoutId, by: `finance:${other % 2}` };
  const earningId = earningIdOf(`ern-${id}`) ?? record('1.00').earningId;
  const completedAt = addMillis(now, -(other * 60) * 3_600_000);
  switch (step.what) {
    case 'earn': {
      const fee = fen(some / 10n);
      const fingerprint = `${other % 2}`;
      const earlier = closed.map(({ earnings }) => earnings.get(earningKey(earningId, undefined)));
      return record(text, {
        now,
        payerId,
        earningId,
        fee,
        completedAt,
        fingerprint,
        earlier: earlier.find((one) => one !== undefined),
      });
    }
    case 'withdraw':
    case 'withdraw all':
      return withdraw(step.what === 'withdraw' ? text : 'all', {
        now,
        withdrawalId: withdrawal(`wdr-${id}`),
        standing: { ...mayBePaid, restricted: other === 5 && id === 0 },
        taxMethods: id === 3 ? untaxed : taxedMonthly,
        earlier: closed
          .map(({ withdrawals }) => withdrawals.get(withdrawal(`wdr-${id}`)))
          .find((one) => one !== undefined),
      });
    case 'reverse':
      return reverse(text, {
        now,
        earningId,
        reversalId: reference(`rev-${id}-${other}`),
        earlier: earlierOf(earningId, closed),
      });
    case 'hold':
      return placeHold(text, {
        now,
        payerId,
        holdId: reference(`hold-${other % 3}`),
        ...(other % 2 === 0 ? { earningId } : {}),
        earlier: earlierOf(earningId, closed)?.earning,
      });
    case 'release':
      return releaseHold({ now, holdId: reference(`hold-${other % 3}`) });
    case 'submit':
      return submit(of);
    case 'stop':
      return askToStop(of);
    case 'wait':
      return waiting(other < 3 ? 'payer-short-of-funds' : 'payer-frozen', of);
    case 'accept':
      return accepted(of);
    case 'doubt':
      return inDoubt(of);
    case 'pay':
      return paid({ ...of, paidAt: now, providerFee: fen(BigInt(other)) });
    case 'reject':
      return rejected(of);
    case 'return':
      return sentBack({ ...of, paidAt: now, returnedAt: now });
    case 'reissue':
      return reissue({ ...of, newPayoutId: payout(`REISSUE${other % 4}`) });
    case 'cancel':
      return cancel(of);
    case 'resolve':
      return resolve({ ...of, outcome: id % 2 === 0 ? 'paid' : 'rejected' });
    case 'propose':
      return propose(amountText(amount), {
        ...of,
        payerId,
        adjustmentId: reference(`adj-${id % 2}`),
      });
    case 'approve':
      return approve({ ...of, adjustmentId: reference(`adj-${id % 2}`) });
    case 'settle statement':
      return {
        type: 'RequestStatementPayout',
        payee: doctor,
        now,
        statementId: reference(`stm-${id}`),
        payoutId: payout(`STM${id}`),
        payerId,
        amount: some,
        cardRef: card,
      };
  }
};

/** What closed months, newest first, say about an earning. */
const earlierOf = (
  id: Parameters<typeof earningKey>[0],
  closed: readonly Account[],
): EarlierEarning | undefined => {
  const key = earningKey(id, undefined);
  let reversed = { amount: zero, fee: zero };
  const reversals = new Map<EarlierReversal[0], EarlierReversal[1]>();
  for (const month of closed) {
    const part = month.reversed.get(key) ?? { amount: zero, fee: zero };
    reversed = { amount: plus(reversed.amount, part.amount), fee: plus(reversed.fee, part.fee) };
    for (const [reversalId, reversal] of month.reversals) {
      if (reversal.earning === key) reversals.set(reversalId, reversal);
    }
    const earning = month.earnings.get(key);
    if (earning !== undefined) return { earning, reversed, reversals };
  }
  return undefined;
};
type EarlierReversal =
  EarlierEarning['reversals'] extends ReadonlyMap<infer K, infer V> ? readonly [K, V] : never;
