import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { amountText } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { sharedRun } from '../../src/ledger/shared-run.ts';
import { byChance, faultyStore } from '../support/faulty-store.ts';
import { chainHolds, storedIn } from '../support/jar.ts';
import { doctor, earningId, hospital, month, on, today } from '../support/ledger-words.ts';
import {
  asking,
  bind,
  instanceOn,
  monthOf,
  peopled,
  request,
  tell,
} from '../support/small-ledger.ts';

const earning = (n: number) => ({ earningId: earningId(`ern-${n}`) });
const of = { payee: doctor, since: month('2026-08') };

/** A store that several instances write to; counts what is read of single streams. */
const sharedStore = (inner: EventStore = memoryEventStore()) => {
  const reads: string[] = [];
  const store: EventStore = {
    ...inner,
    shared: true,
    readStream: (stream, options) => {
      reads.push(stream);
      return inner.readStream(stream, options);
    },
  };
  return { store, reads };
};

/** Two instances that know doctors and payers, and have both looked at the doctor's account. */
const two = async (inner?: EventStore) => {
  const { store, reads } = sharedStore(inner);
  const here = await peopled(store);
  const there = instanceOn(store);
  for (const ledger of [here, there]) await ledger.accounts.settled(of, today);
  return { store, reads, here, there };
};

t.test('what one instance remembers of a store that others write to', async (t) => {
  t.test('refuses nobody whom another has registered meanwhile', async (t) => {
    const { store } = sharedStore();
    const there = instanceOn(store);
    t.equal(await tell(there, '120.00'), 'payer-unknown');
    await peopled(store);
    t.equal(await tell(there, '120.00'), 'added doc-lin 12000');
  });

  t.test('refuses no money that was earned through another', async (t) => {
    const { here, there } = await two();
    t.equal(await request(there, '100.00'), 'balance-too-low');
    await tell(here, '120.00');
    t.equal(await request(there, '100.00'), 'added hospital 10000 requested');
    t.equal(await request(here, '100.00'), 'known hospital 10000 requested');
  });

  t.test('lets nobody have what was withdrawn through another', async (t) => {
    const { here, there } = await two();
    await tell(here, '120.00');
    t.equal(await tell(there, '120.00'), 'known doc-lin 12000');
    t.equal(await request(here, '100.00', 'wdr-1'), 'added hospital 10000 requested');
    t.equal(await request(there, '100.00', 'wdr-2'), 'balance-too-low');
  });

  t.test('pays nobody whose consent was withdrawn through another', async (t) => {
    const { here, there } = await two();
    await tell(here, '300.00');
    t.equal(await request(there, '100.00', 'wdr-1'), 'added hospital 10000 requested');
    const withdrawn = { type: 'WithdrawConsent', payee: doctor, purpose: 'payout', now: today };
    await here.parties.handlePayee(withdrawn as never, asking());
    t.equal(await request(there, '100.00', 'wdr-2'), 'consent-missing');
  });

  t.test(
    'gives an earning to the organization that the doctor was bound to through another',
    async (t) => {
      const { here, there } = await two();
      t.equal(await tell(there, '120.00', earning(1)), 'added doc-lin 12000');
      await bind(here, doctor, '2026-10-01');
      t.equal(await tell(there, '120.00', earning(2)), 'added org-lotus 12000');
    },
  );

  t.test('shows the balance with all that was written through another', async (t) => {
    const { here, there } = await two();
    await tell(here, '120.00', earning(1));
    const sums = (await there.accounts.settled(of, today)).sums.get(hospital);
    t.equal(sums && amountText(sums.payable), '120.00');
  });

  t.test('follows an account into the month that another began', async (t) => {
    const { here, there, store } = await two();
    const november = on('2026-11-02 09:00');
    await tell(there, '120.00', earning(1));
    await tell(here, '80.00', earning(2), november);
    t.equal(await tell(there, '120.00', earning(1), november), 'known doc-lin 12000');
    t.equal(await tell(there, '80.00', earning(2), november), 'known doc-lin 8000');
    t.equal(await request(there, '200.00', 'wdr-1', november), 'added hospital 20000 requested');
    const account = await there.accounts.settled(of, november);
    t.equal(account.period, '2026-11');
    t.strictSame(await monthOf(store, '2026-11'), [
      'PeriodOpened',
      'EarningRecorded',
      'WithdrawalRequested',
    ]);
  });
});

t.test('two instances that are told the same month at once', async (t) => {
  for (const seed of [1, 2]) {
    const { store, here, there } = await two(
      faultyStore(byChance(seed, ['slow', 'lost-after', 'unavailable'], 6)),
    );
    const surely = async (ledger: typeof here, n: number): Promise<string> => {
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const said = await tell(ledger, '10.00', earning(n));
        if (/^(added|known)/.test(said)) return said;
      }
      throw new Error('It was never taken');
    };
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    const said = await Promise.all(
      [here, there].flatMap((ledger) => numbers.map((n) => surely(ledger, n))),
    );
    t.equal(said.length, 80);
    const sums = (await instanceOn(store).accounts.settled(of, today)).sums.get(hospital);
    t.equal(sums && amountText(sums.earned), '400.00', `each earning once, seed ${seed}`);
    t.ok(chainHolds(await storedIn(store, `account-${doctor}-2026-10`)));
  }
});

t.test('a look at what others wrote', async (t) => {
  t.test('is one for all who ask at the same time', async (t) => {
    const { reads, there } = await two();
    const payer = () => there.parties.payer(hospital);
    await payer();
    const before = reads.length;
    await Promise.all(Array.from({ length: 100 }, payer));
    t.ok(reads.length - before <= 2, `${reads.length - before} reads`);
  });

  t.test('begins after the question, whoever else is being answered', async (t) => {
    let [begun, seen, written] = [0, 0, 0];
    const look = sharedRun(async () => {
      begun += 1;
      const now = written;
      await new Promise(setImmediate);
      seen = now;
    });
    const first = look();
    written = 1;
    await Promise.all([look(), look(), first]);
    t.equal(seen, 1);
    t.equal(begun, 2);
  });

  t.test('that fails is an answer to those who asked, and no more', async (t) => {
    let begun = 0;
    const look = sharedRun(async () => {
      begun += 1;
      if (begun === 1) throw new Error('gone');
    });
    const [first, second] = [look(), look()];
    await t.rejects(first);
    await second;
    await look();
    t.equal(begun, 3);
  });

  t.test('is not taken where nobody else writes', async (t) => {
    const inner = memoryEventStore();
    const { store, reads } = sharedStore(inner);
    const alone = instanceOn({ ...store, shared: false });
    await peopled(inner);
    t.equal(await request(alone, '100.00'), 'balance-too-low');
    const before = reads.length;
    t.equal(await request(alone, '100.00'), 'balance-too-low');
    t.equal(reads.length, before);
  });
});
