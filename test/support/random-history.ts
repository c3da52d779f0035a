import fc from 'fast-check';
import type { EarningId, PayoutId, Reference } from '../../domain/identifiers.ts';
import { type Fen, fen } from '../../domain/money.ts';
import type { DeskCommand } from '../../src/ledger/desk.ts';
import { days, doctor, type LedgerWorld, minutes, organization, payer } from './ledger-world.ts';

const doctorsMax = 3;
const payersMax = 2;

/** One thing that happens: what, to whom, how much; numbers pick among what there is. */
type Happening = {
  readonly what: (typeof whats)[number];
  readonly who: number;
  readonly payer: number;
  readonly pick: number;
  readonly amount: Fen;
};

const whats = [
  'earn',
  'earn',
  'earn',
  'earn in a team',
  'reverse',
  'hold',
  'release',
  'withdraw',
  'withdraw all',
  'withdraw all',
  'payout news',
  'payout news',
  'payout news',
  'payout news',
  'days pass',
  'days pass',
  'adjust',
  'approve',
  'bind',
  'days pass',
  'a month passes',
] as const;

const happening = fc.record({
  what: fc.constantFrom(...whats),
  who: fc.integer({ min: 1, max: doctorsMax }),
  payer: fc.integer({ min: 1, max: payersMax }),
  pick: fc.nat({ max: 1_000 }),
  amount: fc.bigInt({ min: 12_345n, max: 500_000n }).map(fen),
});

export const happenings = (max: number): fc.Arbitrary<readonly Happening[]> =>
  fc.array(happening, { minLength: 1, maxLength: max });

/** A payout that comes back needs an earning, some days and a withdrawal before it. */
export const longHistories = (max: number): fc.Arbitrary<readonly Happening[]> =>
  fc.array(happening, { minLength: max / 2, maxLength: max, size: 'max' });

export const peopleOfHistories = { doctors: doctorsMax, payers: payersMax };

/** Lets them happen one after another, a minute apart; what the rules refuse simply does not happen. */
export const happen = async (
  world: LedgerWorld,
  history: readonly Happening[],
  after: () => Promise<void> = async () => {},
): Promise<void> => {
  const known: Known = { earnings: [], payouts: new Map(), adjustments: 0 };
  for (const [at, happening] of history.entries()) {
    world.pass(minutes(1));
    await happenOnce(world, happening, at, known);
    await after();
  }
};

type Known = {
  readonly earnings: (readonly [id: string, who: number])[];
  readonly payouts: Map<string, number>;
  adjustments: number;
};

const happenOnce = async (
  world: LedgerWorld,
  { what, who, payer: from, pick, amount }: Happening,
  at: number,
  known: Known,
): Promise<unknown> => {
  const of = doctor(who);
  const payerId = payer(from);
  switch (what) {
    case 'earn':
      known.earnings.push([`ern-${at}`, who]);
      return world.earn(`ern-${at}`, of, payerId, amount, { fee: fen(amount / 10n) });
    case 'earn in a team': {
      const other = doctor((who % doctorsMax) + 1);
      const team = [
        { doctorId: of, share: '2' },
        { doctorId: other, share: '1' },
      ];
      return world.earn(`ern-${at}`, of, payerId, amount, { team, source: 'article' });
    }
    case 'reverse': {
      const [id, whose] = known.earnings[pick % Math.max(known.earnings.length, 1)] ?? ['?', who];
      const asked = { reversalId: `rev-${at}` as Reference, amount: fen(amount / 9n), reason: 'r' };
      const earningId = id as EarningId;
      return world.ledger.desk.reverse(doctor(whose), { ...asked, earningId }, world.asking());
    }
    case 'hold': {
      const holdId = `hold-${at}` as Reference;
      return world.desk(of, { type: 'PlaceHold', holdId, payerId, amount, reason: 'r' });
    }
    case 'release':
      return world.desk(of, {
        type: 'ReleaseHold',
        holdId: `hold-${pick % (at + 1)}` as Reference,
      });
    case 'withdraw':
    case 'withdraw all': {
      const asked = what === 'withdraw' ? amount : 'all';
      const payouts = await world.withdraw(of, `wdr-${at}`, asked);
      for (const id of payouts) known.payouts.set(id, who);
      return payouts;
    }
    case 'payout news':
      return payoutNews(world, pick, at, known);
    case 'adjust': {
      known.adjustments = at;
      const asked = { adjustmentId: `adj-${at}` as Reference, payerId, reason: 'r', by: 'one' };
      const signed = pick % 2 === 0 ? amount : fen(-amount);
      return world.desk(of, { type: 'ProposeAdjustment', ...asked, amount: signed });
    }
    case 'approve': {
      const adjustmentId = `adj-${known.adjustments}` as Reference;
      return world.desk(of, { type: 'ApproveAdjustment', adjustmentId, by: 'two' });
    }
    case 'bind':
      return world.ledger.parties.handlePayee(
        {
          type: pick % 2 === 0 ? 'BindToOrganization' : 'UnbindByOrganization',
          payee: of,
          organizationId: organization,
          from: world.now().slice(0, 10) as never,
          now: world.now(),
        },
        world.asking(),
      );
    case 'days pass':
      return world.pass(days(1 + (pick % 9)));
    case 'a month passes':
      return world.pass(days(31));
  }
};

const payoutNews = async (
  world: LedgerWorld,
  pick: number,
  at: number,
  known: Known,
): Promise<void> => {
  const payouts = [...known.payouts];
  // Rather the newest ones, so that a payout's life goes on.
  const [id, who] = payouts.slice(-3)[pick % 3] ?? payouts[0] ?? [];
  if (id === undefined || who === undefined) return;
  const payoutId = id as PayoutId;
  const now = world.now();
  const paid = { providerFee: fen(50n), paidAt: now, evidence: 'query' as const };
  const newPayoutId = `${id.slice(0, 24)}R${at}` as PayoutId;
  const news: readonly DeskCommand[] = [
    { type: 'SubmitPayout', payoutId },
    { type: 'RecordAccepted', payoutId, orderNo: `o-${at}` },
    { type: 'RecordInDoubt', payoutId, reason: 'timeout' },
    { type: 'RecordPaid', payoutId, ...paid },
    {
      type: 'RecordRejected',
      payoutId,
      reason: 'card-invalid',
      providerCode: 'X',
      evidence: 'answer',
    },
    { type: 'RecordReturned', payoutId, ...paid, returnedAt: now, reason: 'closed' },
    { type: 'ReissuePayout', payoutId, newPayoutId, cardRef: 'card-new' as never, by: 'one' },
    { type: 'CancelPayout', payoutId, reason: 'r', by: 'one' },
    { type: 'ResolvePayout', payoutId, outcome: 'paid', note: 'n', by: at % 2 ? 'one' : 'two' },
  ];
  const command = news[Math.floor(pick / 3) % news.length];
  if (command === undefined) return;
  if (command.type === 'ReissuePayout') known.payouts.set(newPayoutId, who);
  await world.desk(doctor(who), command);
};
