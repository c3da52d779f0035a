import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { PayeeId, PayerId, PayoutId, Reference } from '../../domain/identifiers.ts';
import { zero } from '../../domain/money.ts';
import {
  type ProviderContracts,
  providerContracts,
} from '../../domain/payout/provider-contract.ts';
import { monthFromFact } from '../../domain/time.ts';
import type { Ledger, LedgerOptions } from '../../src/ledger/ledger.ts';
import type { LineNamed } from '../../src/ledger/statement-acts.ts';
import { listedLines } from '../../src/ledger/statement-lines.ts';
import {
  colleague,
  doctor,
  earningId,
  hospital,
  on,
  organization,
  platform,
  reference,
  yuan,
} from '../support/ledger-words.ts';
import { asking, atDesk, bind, peopled, tell, unbind } from '../support/small-ledger.ts';

const october = monthFromFact('2026-10');
const november = monthFromFact('2026-11');
const issuedAt = on('2026-11-03 09:00');

const world = async (options: Partial<LedgerOptions> = {}) => {
  const store = memoryEventStore();
  const ledger = await peopled(store, options);
  await bind(ledger, doctor, '2026-10-01', on('2026-09-20 09:00'));
  const earn = (id: string, gross: string, at = '2026-10-05 10:00', now = at, payerId?: PayerId) =>
    tell(
      ledger,
      gross,
      {
        earningId: earningId(id),
        completedAt: on(at),
        ...(payerId === undefined ? {} : { payerId }),
      },
      on(now),
    );
  const issue = async (period = october, now = issuedAt) => {
    const of = { organizationId: organization, payerId: hospital, period };
    const outcome = await ledger.statements.issue(of, asking(now));
    return outcome.ok ? outcome.value : outcome.refusal;
  };
  const reverse = (id: string, amount: string, now = issuedAt, reversalId = `rev-${id}`) =>
    ledger.desk.reverse(
      doctor,
      {
        reversalId: reference(reversalId),
        earningId: earningId(id),
        amount: yuan(amount),
        reason: 'refund',
      },
      asking(now),
    );
  const lines = async (id: Reference): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { line, row } of listedLines(store, id))
      found.push(`${line} ${row.kind} ${row.ref} ${row.amount}`);
    return found;
  };
  return { ledger, store, earn, issue, reverse, lines };
};

/** A provider that carries at most a million in one order to an organization. */
const limited: ProviderContracts = [
  {
    ...providerContracts.yeepay[0],
    maximumPerOrder: { corporate: yuan('1000000.00') },
  },
];

const idOf = (issued: object): Reference =>
  'statementId' in issued ? (issued.statementId as Reference) : reference('none');

const invoiced = async (ledger: Ledger, id: Reference, total: string, now = issuedAt) => {
  await ledger.statementActs.confirm(id, asking(now));
  const invoice = { invoiceNo: reference(`inv-${id}`), total: yuan(total), buyer: 'Payer' };
  return ledger.statementActs.invoice(id, { ...invoice, item: '技术服务费' }, asking(now));
};

const payoutsOf = async (ledger: Ledger, now = issuedAt) => {
  const of = await ledger.desk.accountOf(organization);
  if (of === undefined) throw new Error('no organization');
  return [...(await ledger.accounts.settled(of, now)).payouts.values()];
};

const paid = (payoutId: PayoutId) =>
  ({
    type: 'RecordPaid',
    payoutId,
    providerFee: zero,
    paidAt: issuedAt,
    evidence: 'query',
  }) as const;

t.test('a settlement statement', async (t) => {
  t.test('lists what one payer owes for the services of a month', async (t) => {
    const { earn, issue, lines, reverse } = await world();
    await earn('e-1', '100.00');
    await earn('e-2', '50.00', '2026-10-31 23:59');
    await earn('e-3', '7.00', '2026-10-06 10:00', '2026-10-06 10:00', platform);
    await earn('e-4', '9.00', '2026-11-01 00:00');
    await reverse('e-1', '40.00', on('2026-11-02 10:00'));
    const issued = await issue();
    t.match(issued, { added: true, version: 1, statement: { state: 'issued' } });
    t.strictSame(await lines(idOf(issued)), [
      '1 earning e-1 100.00',
      '2 earning e-2 50.00',
      '3 reversal rev-e-1 -40.00',
    ]);
  });

  t.test(
    'is issued once: asked again, even with more earned since, the first one stands',
    async (t) => {
      const { earn, issue } = await world();
      await earn('e-1', '100.00');
      const first = await issue();
      await earn('e-2', '1.00', '2026-10-09 10:00', '2026-11-03 10:00');
      t.match(await issue(), { added: false, statementId: idOf(first), version: 1 });
    },
  );

  t.test('leaves what comes late to the next, and takes back what was reversed late', async (t) => {
    const { earn, issue, lines, reverse, ledger, store } = await world();
    await earn('e-1', '100.00');
    await earn('e-2', '80.00', '2026-10-20 10:00', '2026-11-02 10:00');
    const first = await issue();
    await earn('e-3', '30.00', '2026-10-31 10:00', '2026-11-04 10:00');
    await reverse('e-2', '5.00', on('2026-11-04 10:00'));
    await earn('e-4', '60.00', '2026-11-05 10:00');
    const second = await issue(november, on('2026-12-02 09:00'));
    t.strictSame(await lines(idOf(second)), [
      '1 earning e-3 30.00',
      '2 adjustment rev-e-2 -5.00',
      '3 earning e-4 60.00',
    ]);
    for await (const { row } of listedLines(store, idOf(second)))
      if (row.kind === 'adjustment') t.equal(row.corrects, idOf(first));
    t.match(
      await ledger.statements.issue(
        { organizationId: organization, payerId: hospital, period: monthFromFact('2026-09') },
        asking(issuedAt),
      ),
      { ok: false, refusal: { code: 'period-settled', settledTo: november } },
    );
  });

  t.test('is refused where nothing is left to be paid; it waits for the next month', async (t) => {
    const { earn, issue, reverse, lines } = await world();
    t.match(await issue(), { code: 'nothing-to-settle', total: zero });
    await earn('e-1', '100.00');
    await reverse('e-1', '100.00');
    t.match(await issue(), { code: 'nothing-to-settle', total: zero });
    await earn('e-2', '20.00', '2026-11-05 10:00');
    t.strictSame(await lines(idOf(await issue(november, on('2026-12-02 09:00')))), [
      '1 earning e-1 100.00',
      '2 reversal rev-e-1 -100.00',
      '3 earning e-2 20.00',
    ]);
  });

  t.test('follows the binding at the time of the service, whatever came after', async (t) => {
    const { earn, issue, lines, ledger } = await world();
    await earn('e-1', '100.00', '2026-10-05 10:00');
    await unbind(ledger, doctor, on('2026-10-15 12:00'));
    t.equal(
      await earn('e-2', '50.00', '2026-10-15 12:00', '2026-10-16 10:00'),
      `added ${doctor} 5000`,
    );
    t.equal(
      await earn('e-3', '25.00', '2026-10-14 12:00', '2026-10-16 10:00'),
      `added ${organization} 2500`,
    );
    t.strictSame(await lines(idOf(await issue())), ['1 earning e-1 100.00', '2 earning e-3 25.00']);
  });
});

t.test('disputing lines', async (t) => {
  const dispute = (ledger: Ledger, id: Reference, lines: readonly LineNamed[]) =>
    ledger.statementActs.dispute(id, lines, 'not ours', asking(issuedAt));

  t.test(
    'lets the others go on in a new version; the disputed wait for the next month',
    async (t) => {
      const { earn, issue, lines, reverse, ledger } = await world();
      await earn('e-1', '100.00');
      await earn('e-2', '80.00');
      await reverse('e-2', '10.00', on('2026-10-09 09:00'));
      const first = idOf(await issue());
      const disputed = await dispute(ledger, first, ['e-2']);
      t.match(disputed, {
        ok: true,
        value: { statement: { state: 'disputed' }, next: { version: 2 } },
      });
      const second = await issue();
      t.match(second, { version: 2, added: false });
      t.strictSame(await lines(idOf(second)), ['1 earning e-1 100.00']);
      await reverse('e-2', '70.00', on('2026-11-10 09:00'), 'rev-rest');
      await earn('e-3', '5.00', '2026-11-11 10:00');
      t.strictSame(await lines(idOf(await issue(november, on('2026-12-02 09:00')))), [
        '1 earning e-2 80.00',
        '2 reversal rev-e-2 -10.00',
        '3 reversal rev-rest -70.00',
        '4 earning e-3 5.00',
      ]);
    },
  );

  t.test(
    'takes an earning and its reversal together; what takes back alone cannot wait',
    async (t) => {
      const { earn, issue, lines, reverse, ledger } = await world();
      await earn('e-1', '100.00');
      await earn('e-2', '80.00');
      await reverse('e-2', '10.00', on('2026-10-09 09:00'));
      const first = idOf(await issue());
      const byReversal = await dispute(ledger, first, ['rev-e-2']);
      t.match(byReversal, { ok: true, value: { statement: { disputed: { lines: [2, 3] } } } });
      t.strictSame(await lines(idOf(await issue())), ['1 earning e-1 100.00']);
      await reverse('e-1', '1.00', on('2026-11-10 09:00'));
      await earn('e-3', '5.00', '2026-11-11 10:00');
      const next = idOf(await issue(november, on('2026-12-02 09:00')));
      t.match(await dispute(ledger, next, ['rev-e-1']), { refusal: { code: 'line-takes-back' } });
    },
  );

  t.test(
    'of all lines leaves no version; said twice is once; unknown lines are refused',
    async (t) => {
      const { earn, issue, ledger } = await world();
      await earn('e-1', '100.00');
      const first = idOf(await issue());
      t.match(await dispute(ledger, first, [2]), { refusal: { code: 'line-unknown', line: '2' } });
      t.match(await dispute(ledger, first, [1]), {
        ok: true,
        value: { added: true, next: undefined },
      });
      t.match(await dispute(ledger, first, [1]), {
        ok: true,
        value: { added: false, next: undefined },
      });
      t.match(await issue(), { code: 'nothing-to-settle' });
    },
  );
});

t.test('a voided statement comes back as the next version, with what came meanwhile', async (t) => {
  const { earn, issue, lines, ledger } = await world();
  await earn('e-1', '100.00');
  const first = idOf(await issue());
  await ledger.statementActs.void(first, 'wrong', asking(issuedAt));
  await earn('e-2', '1.00', '2026-10-09 10:00', '2026-11-03 10:00');
  const second = await issue();
  t.match(second, { version: 2, added: true });
  t.strictSame(await lines(idOf(second)), ['1 earning e-1 100.00', '2 earning e-2 1.00']);
});

t.test('an invoiced statement', async (t) => {
  t.test('is paid by one payout to the organization, and is paid when that is', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    await invoiced(ledger, id, '100.00');
    await ledger.statementProgress.advance(id, asking(issuedAt));
    await ledger.statementProgress.advance(id, asking(issuedAt));
    const [payout, ...more] = await payoutsOf(ledger);
    t.match(payout, { gross: yuan('100.00'), for: { statementId: id }, state: 'requested' });
    t.strictSame(more, []);
    if (payout === undefined) throw new Error('no payout');
    await atDesk(
      ledger,
      { type: 'SubmitPayout', payoutId: payout.payoutId },
      issuedAt,
      organization,
    );
    await atDesk(ledger, paid(payout.payoutId), issuedAt, organization);
    await ledger.statementProgress.advance(id, asking(issuedAt));
    t.equal((await ledger.statements.state(id)).state, 'paid');
  });

  t.test('waits while its money is held, and is scheduled when it is free', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    const holdId = reference('hold-1');
    const hold = { type: 'PlaceHold', holdId, payerId: hospital, amount: yuan('1.00') } as const;
    await atDesk(ledger, { ...hold, reason: 'complaint' }, issuedAt, organization);
    await invoiced(ledger, id, '100.00');
    t.match(await ledger.statementProgress.advance(id, asking(issuedAt)), {
      refusal: { code: 'balance-too-low', available: yuan('99.00'), asked: yuan('100.00') },
    });
    t.equal((await ledger.statements.state(id)).state, 'invoiced');
    await atDesk(ledger, { type: 'ReleaseHold', holdId }, issuedAt, organization);
    t.match(await ledger.statementProgress.advance(id, asking(issuedAt)), {
      ok: true,
      value: { statement: { state: 'scheduled' } },
    });
  });

  t.test('is cut into several payouts where it exceeds what one order may carry', async (t) => {
    const { earn, issue, ledger } = await world({ contracts: limited });
    await earn('e-1', '2000000.01');
    const id = idOf(await issue());
    await invoiced(ledger, id, '2000000.01');
    await ledger.statementProgress.advance(id, asking(issuedAt));
    t.strictSame(
      (await payoutsOf(ledger)).map(({ gross }) => gross),
      [yuan('1000000.00'), yuan('1000000.00'), yuan('0.01')],
    );
  });

  t.test('refused by the bank is tried again only when finance says so', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    await invoiced(ledger, id, '100.00');
    await ledger.statementProgress.advance(id, asking(issuedAt));
    const [first] = await payoutsOf(ledger);
    if (first === undefined) throw new Error('no payout');
    const { payoutId } = first;
    const rejected = { type: 'RecordRejected', payoutId, reason: 'card-invalid' } as const;
    await atDesk(ledger, { type: 'SubmitPayout', payoutId }, issuedAt, organization);
    await atDesk(
      ledger,
      { ...rejected, providerCode: 'X', evidence: 'query' },
      issuedAt,
      organization,
    );
    for (const _ of [1, 2]) await ledger.statementProgress.advance(id, asking(issuedAt));
    t.equal((await ledger.statements.state(id)).state, 'invoiced');
    t.equal((await payoutsOf(ledger)).length, 1);
    await ledger.statementProgress.schedule(id, true, asking(issuedAt));
    t.strictSame(
      (await payoutsOf(ledger)).map(({ state }) => state),
      ['rejected', 'requested'],
    );
    t.equal((await ledger.statements.state(id)).state, 'scheduled');
  });

  t.test('sent back by the bank is returned, and paid when it was paid again', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    const id = idOf(await issue());
    await invoiced(ledger, id, '100.00');
    const step = async () => {
      await ledger.statementProgress.advance(id, asking(issuedAt));
      return (await ledger.statements.state(id)).state;
    };
    await step();
    const [first] = await payoutsOf(ledger);
    if (first === undefined) throw new Error('no payout');
    const { payoutId, cardRef } = first;
    const newPayoutId = 'AGAIN' as PayoutId;
    const back = { ...paid(payoutId), type: 'RecordReturned', returnedAt: issuedAt } as const;
    await atDesk(ledger, { type: 'SubmitPayout', payoutId }, issuedAt, organization);
    await atDesk(ledger, { ...back, reason: 'closed' }, issuedAt, organization);
    t.equal(await step(), 'returned');
    const reissue = {
      type: 'ReissuePayout',
      payoutId,
      newPayoutId,
      cardRef,
      by: 'finance:amy',
    } as const;
    await atDesk(ledger, reissue, issuedAt, organization);
    t.equal(await step(), 'scheduled');
    await atDesk(ledger, { type: 'SubmitPayout', payoutId: newPayoutId }, issuedAt, organization);
    await atDesk(ledger, paid(newPayoutId), issuedAt, organization);
    t.equal(await step(), 'paid');
  });

  t.test('has an invoice number of its own, whoever used it first', async (t) => {
    const { earn, issue, ledger } = await world();
    await earn('e-1', '100.00');
    await earn('e-2', '5.00', '2026-11-05 10:00');
    const first = idOf(await issue());
    const second = idOf(await issue(november, on('2026-12-02 09:00')));
    const invoice = (id: Reference, total: string) =>
      ledger.statementActs.invoice(
        id,
        { invoiceNo: reference('no-1'), total: yuan(total), buyer: hospital, item: '技术服务费' },
        asking(issuedAt),
      );
    for (const id of [first, second]) await ledger.statementActs.confirm(id, asking(issuedAt));
    t.match(await invoice(first, '100.01'), { refusal: { code: 'invoice-total-differs' } });
    t.match(await invoice(second, '5.00'), { ok: true, value: { added: true } });
    t.match(await invoice(first, '100.00'), { refusal: { code: 'invoice-number-taken' } });
    t.match(await invoice(second, '5.00'), { ok: true, value: { added: false } });
  });
});

t.test('an organization of no account has nothing to settle', async (t) => {
  const { ledger } = await world();
  const of = { payerId: hospital, period: october };
  t.match(
    await ledger.statements.issue({ ...of, organizationId: 'org-none' as PayeeId }, asking()),
    {
      refusal: { code: 'organization-unknown' },
    },
  );
  t.match(await ledger.statements.issue({ ...of, organizationId: colleague }, asking()), {
    refusal: { code: 'organization-unknown' },
  });
});
