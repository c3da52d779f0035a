import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { Payout } from '../../domain/account/payout.ts';
import type {
  CardRef,
  EarningId,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
} from '../../domain/identifiers.ts';
import { fen, zero } from '../../domain/money.ts';
import type { Claim } from '../../domain/settlement/state.ts';
import { addMillis, addMonths, type Month, monthOf } from '../../domain/time.ts';
import { days, doctor, ledgerWorld, organization, payer, peopled } from './ledger-world.ts';
import type { Happening } from './random-happenings.ts';

const item = '技术服务费';
const evidence = 'query' as const;

/** An organization with one of two doctors bound, living through happenings; nothing that is refused stops it. */
export const settlementWorld = async () => {
  const store = memoryEventStore();
  const world = ledgerWorld(store);
  const { ledger, asking, now, desk } = world;
  await peopled(world, { doctors: 2, payers: 2 });
  const earned: { readonly id: EarningId; readonly by: PayeeId }[] = [];
  let count = 0;
  const next = (kind: string): string => {
    count += 1;
    return `${kind}-${count}`;
  };

  const claims = async (): Promise<readonly Claim[]> => {
    const all = await Promise.all(
      [1, 2].map((at) => ledger.statements.claims.settling(organization, payer(at))),
    );
    return all.flatMap((settling) => settling.claims);
  };
  const claimAt = async (one: number): Promise<Claim | undefined> => {
    const all = await claims();
    return all[all.length === 0 ? 0 : all.length - 1 - (one % all.length)];
  };
  const payouts = async (state: Payout['state']): Promise<readonly Payout[]> => {
    const of = await ledger.desk.accountOf(organization);
    if (of === undefined) throw new Error('The organization is registered');
    const account = await ledger.accounts.settled(of, now());
    return [...account.payouts.values()].filter((payout) => payout.state === state);
  };

  const earn = async (by: PayeeId, from: PayerId, much: number, daysAgo: number): Promise<void> => {
    const id = next('ern') as EarningId;
    earned.push({ id, by });
    await ledger.earnings.record(
      {
        earningId: id,
        doctorId: by,
        payerId: from,
        source: 'consultation',
        gross: fen(BigInt(much)),
        platformFee: zero,
        completedAt: addMillis(now(), -days(daysAgo)),
      },
      asking('earn'),
    );
  };
  const bindOrUnbind = async (payee: PayeeId): Promise<void> => {
    const about = { payee, organizationId: organization, now: now() };
    const isBound = (await ledger.parties.payee(payee)).bindings.at(-1)?.until === undefined;
    const never = (await ledger.parties.payee(payee)).bindings.length === 0;
    await ledger.parties.handlePayee(
      never || !isBound
        ? { type: 'BindToOrganization', ...about, from: now().slice(0, 10) as never }
        : { type: 'UnbindByOrganization', ...about },
      asking('bind'),
    );
  };
  const issue = async (period: Month): Promise<void> => {
    for (const at of [1, 2])
      await ledger.statements.issue(
        { organizationId: organization, payerId: payer(at), period },
        asking('issue'),
      );
  };
  const invoice = async (claim: Claim): Promise<void> => {
    const { issued } = await ledger.statements.state(claim.statementId);
    await ledger.statementActs.invoice(
      claim.statementId,
      {
        invoiceNo: `inv-${claim.statementId}` as Reference,
        total: issued?.total ?? zero,
        buyer: claim.payerId,
        item,
      },
      asking('invoice'),
    );
  };
  const advance = async (): Promise<void> => {
    for (const { statementId } of await claims())
      await ledger.statementProgress.advance(statementId, asking('advance'));
  };
  const submitAll = async (): Promise<void> => {
    for (const { payoutId } of await payouts('requested'))
      await desk(organization, { type: 'SubmitPayout', payoutId });
  };
  const pay = async (): Promise<void> => {
    await submitAll();
    const paid = { providerFee: zero, paidAt: now(), evidence };
    for (const { payoutId } of await payouts('submitted'))
      await desk(organization, { type: 'RecordPaid', payoutId, ...paid });
  };
  const reject = async (): Promise<void> => {
    await submitAll();
    const [payout] = await payouts('submitted');
    if (payout === undefined) return;
    const why = { reason: 'card-invalid', providerCode: 'X', evidence } as const;
    await desk(organization, { type: 'RecordRejected', payoutId: payout.payoutId, ...why });
  };
  const sendBack = async (): Promise<void> => {
    const [payout] = await payouts('paid');
    if (payout === undefined) return;
    const { payoutId } = payout;
    const back = {
      reason: 'closed',
      returnedAt: now(),
      paidAt: now(),
      providerFee: zero,
      evidence,
    };
    await desk(organization, { type: 'RecordReturned', payoutId, ...back });
  };
  /** Finance does what is left to it: pays again what was refused or sent back. */
  const retry = async (): Promise<void> => {
    for (const { payoutId } of await payouts('returned')) {
      const again = { newPayoutId: next('again').replace('-', '') as PayoutId, by: 'finance:amy' };
      const cardRef = 'card-org' as CardRef;
      await desk(organization, { type: 'ReissuePayout', payoutId, ...again, cardRef });
    }
    await advance();
    for (const { statementId } of await claims())
      await ledger.statementProgress.schedule(statementId, true, asking('retry'));
  };

  const happens = async ({ what, who, one, much }: Happening): Promise<void> => {
    const claim = await claimAt(one);
    switch (what) {
      case 'earn':
        return earn(doctor(who), payer((one % 2) + 1), much, 0);
      case 'earn late':
        return earn(doctor(who), payer((one % 2) + 1), much, one * 9);
      case 'reverse': {
        const of = earned.at(-1 - one);
        if (of === undefined) return undefined;
        const reversal = {
          reversalId: next('rev') as Reference,
          earningId: of.id,
          reason: 'refund',
        };
        await ledger.desk.reverse(
          of.by,
          { ...reversal, amount: fen(BigInt(1 + (much % 50))) },
          asking(),
        );
        return undefined;
      }
      case 'bind or unbind':
        return bindOrUnbind(doctor(who));
      case 'issue':
        return issue(addMonths(monthOf(now()), -(one % 3)));
      case 'invoice':
        return claim === undefined ? undefined : invoice(claim);
      case 'advance':
        return advance();
      case 'pay':
        return pay();
      case 'reject':
        return reject();
      case 'send back':
        return sendBack();
      case 'retry':
        return retry();
      case 'pass days':
        world.pass(days(1 + one * 3));
        return undefined;
      default:
        return claim === undefined ? undefined : say(what, claim.statementId, one);
    }
  };
  const say = async (
    what: 'confirm' | 'dispute' | 'void',
    statementId: Reference,
    one: number,
  ): Promise<void> => {
    const { statementActs } = ledger;
    if (what === 'confirm') await statementActs.confirm(statementId, asking(what));
    else if (what === 'void') await statementActs.void(statementId, 'wrong', asking(what));
    else await statementActs.dispute(statementId, [1 + (one % 2)], 'not ours', asking(what));
  };

  await bindOrUnbind(doctor(1));

  /** Everybody does their part, until the organization has all it is owed. */
  const settleAll = async (): Promise<void> => {
    for (const at of [1, 2]) {
      await bindOrUnbind(doctor(at));
      await bindOrUnbind(doctor(at));
    }
    world.pass(days(1));
    if ((await ledger.parties.payee(doctor(1))).bindings.at(-1)?.until !== undefined)
      await bindOrUnbind(doctor(1));
    world.pass(days(1));
    // Whatever was taken back by now, both payers owe something again.
    for (const at of [1, 2]) await earn(doctor(1), payer(at), 5_000_000, 0);
    for (const _ of [1, 2]) {
      world.pass(days(31));
      await issue(addMonths(monthOf(now()), -1));
      for (const claim of await claims()) {
        await ledger.statementActs.confirm(claim.statementId, asking('confirm'));
        await invoice(claim);
      }
      for (const __ of [1, 2, 3]) {
        await advance();
        await pay();
        await retry();
      }
    }
  };
  return { world, store, happens, settleAll, claims };
};
