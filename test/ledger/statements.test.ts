import t from 'tap';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import { zero } from '../../domain/money.ts';
import { monthFromFact } from '../../domain/time.ts';
import type { LineNamed } from '../../src/ledger/disputed-lines.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { listedLines } from '../../src/ledger/listed-lines.ts';
import {
  colleague,
  doctor,
  hospital,
  on,
  organization,
  platform,
  reference,
} from '../support/ledger-words.ts';
import {
  idOf,
  issuedAt,
  november,
  october,
  settledLedger as world,
} from '../support/settled-ledger.ts';
import { asking, instanceOn, unbind } from '../support/small-ledger.ts';

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

t.test('issued by two instances at once it is one statement, each line on it once', async (t) => {
  const { earn, store, lines } = await world();
  for (const id of ['e-1', 'e-2', 'e-3']) await earn(id, '10.00');
  const of = { organizationId: organization, payerId: hospital, period: october };
  const outcomes = await Promise.all(
    [instanceOn(store), instanceOn(store)].map(({ statements }) =>
      statements.issue(of, asking(issuedAt)),
    ),
  );
  const [first, second] = outcomes.map((outcome) =>
    outcome.ok ? outcome.value.statementId : reference(outcome.refusal.code),
  );
  if (first === undefined) throw new Error('nothing was answered');
  t.equal(second, first);
  t.strictSame(await lines(first), [
    '1 earning e-1 10.00',
    '2 earning e-2 10.00',
    '3 earning e-3 10.00',
  ]);
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
