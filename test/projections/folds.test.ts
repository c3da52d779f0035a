import t from 'tap';
import type { PayoutId, Reference, WithdrawalId } from '../../domain/identifiers.ts';
import { fen, minus, zero } from '../../domain/money.ts';
import { foldedWorld } from '../support/folded.ts';
import { days, doctor, organization, payer, yuan } from '../support/ledger-world.ts';

const wdr = 'wdr-1' as WithdrawalId;
const someone = { by: 'finance:one' };

/** An earning of each payer, matured, and a withdrawal of all of it. */
const withdrawn = async () => {
  const folded = await foldedWorld();
  const { world } = folded;
  await world.earn('ern-1', doctor(1), payer(1), yuan('900.00'));
  await world.earn('ern-2', doctor(1), payer(2), yuan('300.00'));
  world.pass(days(8));
  const ids = (await world.withdraw(doctor(1), wdr, 'all')) as readonly PayoutId[];
  const [first, second] = ids;
  if (first === undefined || second === undefined) throw new Error('One payout per payer');
  return { ...folded, first, second };
};

t.test('a payout', async (t) => {
  t.test('is known with all its money from the request on', async (t) => {
    const { views, first, close } = await withdrawn();
    const row = (await views()).payout(first).answer;
    t.match(row, { state: 'requested', account: doctor(1), for: { withdrawalId: wdr } });
    t.equal(row?.net, minus(row?.gross ?? zero, row?.tax ?? zero));
    close();
  });

  t.test('keeps every step of its life, and says by what evidence', async (t) => {
    const { world, views, first, close } = await withdrawn();
    const paid = { paidAt: world.now(), providerFee: fen(50n), evidence: 'query' as const };
    await world.desk(doctor(1), { type: 'SubmitPayout', payoutId: first });
    await world.desk(doctor(1), { type: 'RecordInDoubt', payoutId: first, reason: 'timeout' });
    await world.desk(doctor(1), { type: 'RecordPaid', payoutId: first, ...paid });
    const row = (await views()).payout(first).answer;
    t.match(row, { state: 'paid', paidAt: paid.paidAt, providerFee: 50n });
    t.match(row?.steps, [
      { state: 'requested' },
      { state: 'submitted' },
      { state: 'in-doubt', reason: 'timeout' },
      { state: 'paid', evidence: 'query' },
    ]);
    close();
  });

  t.test(
    'that is sent back and paid again points to its successor, which points back',
    async (t) => {
      const { world, views, first, close } = await withdrawn();
      const paid = { paidAt: world.now(), providerFee: zero, evidence: 'bill' as const };
      const again = 'AGAIN1' as PayoutId;
      await world.desk(doctor(1), { type: 'SubmitPayout', payoutId: first });
      await world.desk(doctor(1), {
        type: 'RecordReturned',
        payoutId: first,
        ...paid,
        returnedAt: world.now(),
        reason: 'account closed',
      });
      await world.desk(doctor(1), {
        type: 'ReissuePayout',
        payoutId: first,
        newPayoutId: again,
        cardRef: 'card-2' as never,
        ...someone,
      });
      const read = await views();
      const row = read.payout(first).answer;
      t.match(row, { state: 'reissued', reissuedAs: again });
      t.match(read.payout(again).answer, { state: 'requested', reissueOf: first, tax: 0n });
      t.equal(read.payout(again).answer?.gross, row?.net, 'the tax was withheld once');
      close();
    },
  );

  t.test('in doubt shows who proposed how to resolve it, until it is', async (t) => {
    const { world, views, first, close } = await withdrawn();
    const resolve = { type: 'ResolvePayout' as const, payoutId: first, note: 'seen' };
    await world.desk(doctor(1), { type: 'SubmitPayout', payoutId: first });
    await world.desk(doctor(1), { type: 'RecordInDoubt', payoutId: first, reason: 'timeout' });
    await world.desk(doctor(1), { ...resolve, outcome: 'rejected', ...someone });
    t.match((await views()).payout(first).answer?.proposal, { outcome: 'rejected', ...someone });
    await world.desk(doctor(1), { ...resolve, outcome: 'rejected', by: 'finance:two' });
    const row = (await views()).payout(first).answer;
    t.match(row, { state: 'rejected' });
    t.equal(row?.proposal, undefined);
    close();
  });
});

t.test('a withdrawal is found by its account and by the id its doctor chose', async (t) => {
  const { world, views, first, second, close } = await withdrawn();
  await world.earn('ern-3', doctor(2), payer(1), yuan('500.00'));
  world.pass(days(8));
  await world.withdraw(doctor(2), wdr, 'all');
  const read = await views();
  t.strictSame(read.withdrawal(doctor(1), wdr).answer?.payoutIds, [first, second]);
  t.strictSame(
    read.withdrawalsById(wdr).answer.map(({ account }) => account),
    [doctor(1), doctor(2)],
  );
  t.equal(read.withdrawals(doctor(2), { limit: 9 }).answer.items.length, 1);
  close();
});

t.test('the parties say who is bound to whom, and which payer is frozen', async (t) => {
  const { world, views, close } = await foldedWorld();
  const about = { payee: doctor(1), organizationId: organization, now: world.now() };
  const from = '2026-10-05' as never;
  const { handlePayee, handlePayer } = world.ledger.parties;
  await handlePayee({ type: 'BindToOrganization', ...about, from }, world.asking());
  const ofPayer = { payerId: payer(1), now: world.now(), by: 'finance:one' };
  await handlePayer({ type: 'FreezePayer', ...ofPayer, reason: 'r' }, world.asking());
  const read = await views();
  t.match(read.party(doctor(1)).answer, { kind: 'doctor', organizationId: organization });
  t.match(read.party(payer(1)).answer, { kind: 'payer', frozen: true });
  t.match(read.party(organization).answer, { kind: 'organization' });
  t.equal(read.party(doctor(9)).answer, undefined);

  await handlePayee({ type: 'UnbindByOrganization', ...about }, world.asking());
  await handlePayer({ type: 'UnfreezePayer', ...ofPayer }, world.asking());
  const after = await views();
  t.notOk('organizationId' in (after.party(doctor(1)).answer ?? {}));
  t.notOk('frozen' in (after.party(payer(1)).answer ?? {}));
  t.equal(after.parties('doctor', { limit: 9 }).answer.items.length, 2);
  close();
});

t.test('an adjustment is pending until a second person approves it', async (t) => {
  const { world, views, close } = await foldedWorld();
  const adjustmentId = 'adj-1' as Reference;
  const asked = { adjustmentId, payerId: payer(1), amount: fen(-1_200n), reason: 'r', by: 'one' };
  await world.desk(doctor(1), { type: 'ProposeAdjustment', ...asked });
  t.equal((await views()).adjustment(adjustmentId).answer?.approvedBy, undefined);
  t.equal((await views()).balance(doctor(1)).answer?.sums.get(payer(1)), undefined);
  await world.desk(doctor(1), { type: 'ApproveAdjustment', adjustmentId, by: 'two' });
  t.match((await views()).adjustment(adjustmentId).answer, { approvedBy: 'two', amount: -1_200n });
  t.equal((await views()).balance(doctor(1)).answer?.sums.get(payer(1))?.payable, -1_200n);
  close();
});

t.test('the earning of a team stands in the account of each member', async (t) => {
  const { world, views, close } = await foldedWorld();
  const team = [1, 2].map((member) => ({ doctorId: doctor(member), share: '1' }));
  await world.earn('ern-1', doctor(1), payer(1), yuan('100.01'), { team });
  t.strictSame(
    (await views()).earningPlaces('ern-1' as never).answer.map(({ account }) => account),
    [doctor(1), doctor(2)],
  );
  close();
});

t.test('the books show a payment where an accountant looks for it', async (t) => {
  const { world, views, first, close } = await withdrawn();
  const paid = { paidAt: world.now(), providerFee: fen(50n), evidence: 'query' as const };
  await world.desk(doctor(1), { type: 'SubmitPayout', payoutId: first });
  await world.desk(doctor(1), { type: 'RecordPaid', payoutId: first, ...paid });
  const read = await views();
  const { gross = zero, tax = zero, net = zero } = read.payout(first).answer ?? {};
  const inFlight = read.book(`in-flight:${doctor(1)}:${payer(1)}`).answer;
  t.match(inFlight, { debit: gross, credit: gross }, 'nothing is on its way any more');
  t.equal(read.book(`tax-withheld:${payer(1)}`).answer?.credit ?? zero, tax);
  t.equal(read.book(`cash:provider:${payer(1)}`).answer?.credit, net + 50n);
  t.match(read.book('fees:provider').answer, { debit: 50n });
  close();
});
