import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import type { PayoutId, Reference } from '../../domain/identifiers.ts';
import { zero } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { refuse } from '../../domain/result.ts';
import { monthFromFact } from '../../domain/time.ts';
import type { AlarmRaised } from '../../src/payouts/ports.ts';
import { SettlingProcess } from '../../src/settling/process.ts';
import { inProcessViews } from '../../src/views/in-process-views.ts';
import {
  doctor,
  earningId,
  hospital,
  on,
  organization,
  reference,
  yuan,
} from '../support/ledger-words.ts';
import { asking, atDesk, bind, instanceOn, peopled, tell } from '../support/small-ledger.ts';
import { until } from '../support/until.ts';

const now = on('2026-11-03 09:00');
const of = {
  organizationId: organization,
  payerId: hospital,
  period: monthFromFact('2026-10'),
};

/** A ledger with one service to settle, its views, and a settling process that follows the log. */
const world = async (t: { teardown: (end: () => unknown) => void }, store: EventStore) => {
  const ledger = await peopled(store);
  await bind(ledger, doctor, '2026-10-01', on('2026-09-20 09:00'));
  await tell(ledger, '100.00', { earningId: earningId('e-1') }, on('2026-10-05 10:00'));
  const views = await inProcessViews({
    store,
    viewStore: sqliteViewStore({ file: ':memory:' }),
    onStopped: () => {},
  });
  const alarms: AlarmRaised[] = [];
  const begin = (on = ledger) => {
    const process = new SettlingProcess({
      ledger: on,
      store,
      views,
      clock: { now: () => now },
      alarm: (raised) => void alarms.push(raised),
    });
    const ending = new AbortController();
    const following = process.follow(process.recover(), ending.signal).catch(() => {});
    t.teardown(async () => {
      ending.abort();
      await process.stop();
      await following;
    });
    return process;
  };
  t.teardown(() => views.close());
  const stateOf = async (id: Reference) => (await instanceOn(store).statements.state(id)).state;
  const seen = async () => {
    const head = await store.head();
    if (head !== undefined) await views.caughtUpTo(head, 5_000);
  };
  return { ledger, alarms, begin, stateOf, seen };
};

/** The same store, gone for whoever writes to such streams; some are let through before it goes. */
const closedFor = (store: EventStore, prefix: string, letThrough = 0): EventStore => {
  let left = letThrough;
  return {
    ...store,
    append: async (stream, ...asked) => {
      if (stream.startsWith(prefix)) left -= 1;
      return left < 0
        ? refuse({ code: 'unavailable', detail: 'gone' })
        : store.append(stream, ...asked);
    },
  };
};

/** Lets the process work until something is so. */
const workUntil = (process: SettlingProcess, isSo: () => Promise<boolean> | boolean) =>
  until(async () => {
    process.tick();
    await process.idle();
    return (await isSo()) ? true : undefined;
  });

const invoiced = async (ledger: Awaited<ReturnType<typeof world>>['ledger'], id: Reference) => {
  await ledger.statementActs.confirm(id, asking(now));
  const invoice = { invoiceNo: reference('inv-1'), total: yuan('100.00'), buyer: 'Payer' };
  await ledger.statementActs.invoice(id, { ...invoice, item: '技术服务费' }, asking(now));
};

t.test('the settling process', async (t) => {
  t.test('takes an invoice to the payout and the payment to the statement', async (t) => {
    const store = memoryEventStore();
    const { ledger, begin, stateOf } = await world(t, store);
    const process = begin();
    const issued = await ledger.statements.issue(of, asking(now));
    if (!issued.ok) throw new Error(issued.refusal.code);
    const { statementId } = issued.value;
    await invoiced(ledger, statementId);
    const becomes = (state: string) =>
      workUntil(process, async () => (await stateOf(statementId)) === state);
    await becomes('scheduled');
    const account = await ledger.desk.accountOf(organization);
    if (account === undefined) throw new Error('no account');
    const [payout] = [...(await ledger.accounts.settled(account, now)).payouts.values()];
    const payoutId = payout?.payoutId as PayoutId;
    await atDesk(ledger, { type: 'SubmitPayout', payoutId }, now, organization);
    const paid = { providerFee: zero, paidAt: now, evidence: 'query' } as const;
    await atDesk(ledger, { type: 'RecordPaid', payoutId, ...paid }, now, organization);
    await becomes('paid');
  });

  t.test('finishes a claim whose lines were never listed', async (t) => {
    const store = memoryEventStore();
    const { begin, stateOf, seen } = await world(t, store);
    const crashed = instanceOn(closedFor(store, 'statement-'));
    t.match(await crashed.statements.issue(of, asking(now)), {
      refusal: { code: 'store-unavailable' },
    });
    await seen();
    const [claim] = (await instanceOn(store).statements.claims.settling(organization, hospital))
      .claims;
    const id = claim?.statementId ?? reference('none');
    await workUntil(begin(instanceOn(store)), async () => (await stateOf(id)) === 'issued');
  });

  for (const [written, when] of ['said', 'released'].entries())
    t.test(
      `finishes a dispute after which no version went on: it was ${when} and no more`,
      async (t) => {
        const store = memoryEventStore();
        const { ledger, begin, stateOf, seen } = await world(t, store);
        await tell(ledger, '20.00', { earningId: earningId('e-2') }, on('2026-10-05 11:00'));
        const issued = await ledger.statements.issue(of, asking(now));
        if (!issued.ok) throw new Error(issued.refusal.code);
        const { statementId } = issued.value;
        const crashed = instanceOn(closedFor(store, 'settlement-', written));
        await crashed.statementActs.dispute(statementId, ['e-2'], 'not ours', asking(now));
        t.equal(await stateOf(statementId), 'disputed');
        await seen();
        await workUntil(begin(instanceOn(store)), async () => {
          const { claims } = await instanceOn(store).statements.claims.settling(
            organization,
            hospital,
          );
          const newest = claims.at(-1)?.statementId ?? statementId;
          return claims.length === 2 && (await stateOf(newest)) === 'issued';
        });
      },
    );

  t.test('says once that a statement cannot go on, and goes on trying', async (t) => {
    const store = memoryEventStore();
    const { ledger, begin, alarms, stateOf } = await world(t, store);
    const issued = await ledger.statements.issue(of, asking(now));
    if (!issued.ok) throw new Error(issued.refusal.code);
    const { statementId } = issued.value;
    const hold = { holdId: reference('hold-1'), payerId: hospital, amount: yuan('1.00') };
    await atDesk(ledger, { type: 'PlaceHold', ...hold, reason: 'complaint' }, now, organization);
    const process = begin();
    await invoiced(ledger, statementId);
    await workUntil(process, () => alarms.length > 0);
    t.match(alarms, [{ code: 'statement-not-advanced', statementId, detail: 'balance-too-low' }]);
    t.equal(await stateOf(statementId), 'invoiced');
  });
});
