import type { Test } from 'tap';
import { cardRef } from '../../domain/identifiers.ts';
import type { Vault } from '../../domain/ports/vault.ts';

const card = { cardNumber: '6222020000000000003', bankCode: 'ICBC' };
const other = { cardNumber: '6228480000000000007', bankCode: 'ABC' };
const refGrammar = /^[A-Za-z0-9._:-]{1,64}$/;

/** What every Vault promises. `open` gives an empty vault to each test. */
export const vaultContract = (t: Test, open: (t: Test) => Promise<Vault>): void => {
  const opened = async (inner: Test): Promise<Vault> => {
    const vault = await open(inner);
    inner.teardown(() => vault.close());
    return vault;
  };

  t.test('names', async (t) => {
    t.test('are kept as they were verified', async (t) => {
      const vault = await opened(t);
      t.equal(await vault.name('d1'), undefined);
      t.equal(await vault.putName('d1', '欧阳·Ålice'), 'stored');
      t.equal(await vault.name('d1'), '欧阳·Ålice');
    });

    t.test('said twice are said once, and another name is noticed and not taken', async (t) => {
      const vault = await opened(t);
      await vault.putName('d1', '张三');
      t.equal(await vault.putName('d1', '张三'), 'same');
      t.equal(await vault.putName('d1', '李四'), 'differs');
      t.equal(await vault.name('d1'), '张三');
    });

    t.test('of one subject are not those of another', async (t) => {
      const vault = await opened(t);
      await vault.putName('d1', '张三');
      t.equal(await vault.putName('d2', '李四'), 'stored');
      t.equal(await vault.name('d2'), '李四');
    });
  });

  t.test('cards', async (t) => {
    t.test('are shown by bank and last four digits and revealed only on request', async (t) => {
      const vault = await opened(t);
      const stored = await vault.putCard('d1', card);
      t.strictSame(stored, { cardRef: stored.cardRef, bankCode: 'ICBC', last4: '0003' });
      t.strictSame(await vault.card('d1', stored.cardRef), stored);
      t.strictSame(await vault.revealCard('d1', stored.cardRef), card);
    });

    t.test('have one reference however often they are stored', async (t) => {
      const vault = await opened(t);
      const first = await vault.putCard('d1', card);
      t.strictSame(await vault.putCard('d1', card), first);
    });

    t.test('have another reference for another number, bank or subject', async (t) => {
      const vault = await opened(t);
      const stored = [
        await vault.putCard('d1', card),
        await vault.putCard('d1', other),
        await vault.putCard('d1', { ...card, bankCode: 'ABC' }),
        await vault.putCard('d2', card),
      ];
      t.equal(new Set(stored.map((one) => one.cardRef)).size, 4);
    });

    t.test('have references that fit into a fact and give nothing away', async (t) => {
      const vault = await opened(t);
      const { cardRef: ref } = await vault.putCard('d1', card);
      t.match(ref, refGrammar);
      t.notMatch(ref, /0000000/);
    });

    t.test('stay readable after another card was stored', async (t) => {
      const vault = await opened(t);
      const first = await vault.putCard('d1', card);
      await vault.putCard('d1', other);
      t.strictSame(await vault.revealCard('d1', first.cardRef), card);
    });

    t.test('are found by their own subject only', async (t) => {
      const vault = await opened(t);
      const { cardRef: ref } = await vault.putCard('d1', card);
      await vault.putCard('d2', other);
      t.equal(await vault.card('d2', ref), undefined);
      t.equal(await vault.revealCard('d2', ref), undefined);
      const unknown = cardRef('card-unknown');
      if (unknown !== undefined) t.equal(await vault.revealCard('d1', unknown), undefined);
    });
  });

  t.test('patients', async (t) => {
    t.test('are the same value for the same doctor, whoever asks in between', async (t) => {
      const vault = await opened(t);
      const first = await vault.patientKey('d1', 'patient-7');
      t.not(await vault.patientKey('d1', 'patient-8'), first);
      t.equal(await vault.patientKey('d1', 'patient-7'), first);
      t.match(first, refGrammar);
      t.notMatch(first, /patient-7/);
    });

    t.test(
      'of doctors who all come for the first time at once are kept apart for good',
      async (t) => {
        const vault = await opened(t);
        const doctors = Array.from({ length: 300 }, (_, n) => `d${n % 100}`);
        const ask = () =>
          Promise.all(doctors.map((doctor) => vault.patientKey(doctor, 'patient-7')));
        const first = await ask();
        t.equal(new Set(first).size, 100);
        t.strictSame(await ask(), first);
      },
    );

    t.test('cannot be followed from one doctor to another', async (t) => {
      const vault = await opened(t);
      t.not(await vault.patientKey('d1', 'patient-7'), await vault.patientKey('d2', 'patient-7'));
    });
  });

  t.test('shredding', async (t) => {
    t.test('a card leaves the name, and the other way round', async (t) => {
      const vault = await opened(t);
      await vault.putName('d1', '张三');
      const { cardRef: ref } = await vault.putCard('d1', card);
      await vault.shred('d1', 'payout-card');
      t.equal(await vault.card('d1', ref), undefined);
      t.equal(await vault.revealCard('d1', ref), undefined);
      t.equal(await vault.name('d1'), '张三');
      await vault.shred('d1', 'payout-name');
      t.equal(await vault.name('d1'), undefined);
    });

    t.test('one subject leaves the others', async (t) => {
      const vault = await opened(t);
      await vault.putName('d1', '张三');
      await vault.putName('d2', '李四');
      await vault.shred('d1', 'payout-name');
      t.equal(await vault.name('d2'), '李四');
    });

    t.test('breaks every link: the same card and patient get new values', async (t) => {
      const vault = await opened(t);
      const before = await vault.putCard('d1', card);
      const patient = await vault.patientKey('d1', 'patient-7');
      await vault.shred('d1', 'payout-card');
      await vault.shred('d1', 'patient-key');
      t.not((await vault.putCard('d1', card)).cardRef, before.cardRef);
      t.equal(await vault.revealCard('d1', before.cardRef), undefined);
      t.not(await vault.patientKey('d1', 'patient-7'), patient);
    });

    t.test('what is not there, or twice, does no harm', async (t) => {
      const vault = await opened(t);
      await vault.shred('nobody', 'payout-card');
      await vault.putName('d1', '张三');
      await vault.shred('d1', 'payout-name');
      await vault.shred('d1', 'payout-name');
      t.equal(await vault.putName('d1', '李四'), 'stored');
    });
  });
};
