import t from 'tap';
import { payeeDecider } from '../../../domain/payee/decider.ts';
import type { PayeeFact } from '../../../domain/payee/facts.ts';
import { addMillis } from '../../../domain/time.ts';
import { deciderSpec, stateAfter } from '../../support/decider-spec.ts';
import { card, doctor, newCard, on, policy, today } from '../../support/ledger-words.ts';

const payee = deciderSpec(payeeDecider);
const about = { payee: doctor, at: today };
const asked = { payee: doctor, now: today };
const registered: PayeeFact = { type: 'PayeeRegistered', data: { ...about, kind: 'doctor' } };
const consented: PayeeFact = {
  type: 'ConsentGiven',
  data: { ...about, purpose: 'payout', version: 'v1', textHash: 'abc' },
};
const bound: PayeeFact = {
  type: 'BankCardBound',
  data: { ...about, cardRef: card, bankCode: 'ICBC', usableFrom: today },
};

t.test('a doctor', async (t) => {
  const register = { type: 'RegisterPayee', ...asked, kind: 'doctor', name: 'stored' } as const;

  t.test('is registered once', async (t) => {
    payee(t).given().when(register).yields(registered);
    payee(t)
      .given(registered)
      .when({ ...register, name: 'same' })
      .changesNothing();
  });

  t.test('registered with another name or kind is refused', async (t) => {
    const differs = { code: 'doctor-differs', doctorId: doctor } as const;
    payee(t)
      .given(registered)
      .when({ ...register, name: 'differs' })
      .refuses(differs);
    payee(t)
      .given(registered)
      .when({ ...register, kind: 'assistant' })
      .refuses(differs);
  });

  t.test('must be registered before anything else is said about them', async (t) => {
    const unknown = { code: 'doctor-unknown', doctorId: doctor } as const;
    for (const command of [
      { type: 'WithdrawConsent', ...asked, purpose: 'payout' },
      { type: 'RemoveBankCard', ...asked },
      { type: 'Restrict', ...asked, reason: 'asked' },
      { type: 'RequestUnbind', ...asked },
    ] as const) {
      payee(t).given().when(command).refuses(unknown);
    }
  });

  t.test('whose account is closed can change nothing more', async (t) => {
    const closed: PayeeFact = { type: 'PayeeClosed', data: { ...about, reason: 'asked' } };
    payee(t)
      .given(registered, closed)
      .when({ type: 'RemoveBankCard', ...asked })
      .refuses({ code: 'account-closed' });
  });

  t.test('may be restricted and released, each once', async (t) => {
    const restrict = { type: 'Restrict', ...asked, reason: 'asked' } as const;
    const release = { type: 'Release', ...asked } as const;
    const restricted: PayeeFact = { type: 'PayeeRestricted', data: { ...about, reason: 'asked' } };
    payee(t).given(registered).when(restrict).yields(restricted);
    payee(t).given(registered, restricted).when(restrict).changesNothing();
    payee(t)
      .given(registered, restricted)
      .when(release)
      .yields({ type: 'PayeeReleased', data: about });
    payee(t).given(registered).when(release).changesNothing();
  });
});

t.test('consent', async (t) => {
  const give = {
    type: 'GiveConsent',
    ...asked,
    purpose: 'payout',
    version: 'v1',
    textHash: 'abc',
  } as const;
  const takeBack = { type: 'WithdrawConsent', ...asked, purpose: 'payout' } as const;

  t.test('is given to one text, once, and anew to another', async (t) => {
    payee(t).given(registered).when(give).yields(consented);
    payee(t).given(registered, consented).when(give).changesNothing();
    payee(t)
      .given(registered, consented)
      .when({ ...give, version: 'v2', textHash: 'def' })
      .yields({
        type: 'ConsentGiven',
        data: { ...about, purpose: 'payout', version: 'v2', textHash: 'def' },
      });
  });

  t.test('may be taken back at any time, and leaves the card where it is', async (t) => {
    const withdrawn: PayeeFact = {
      type: 'ConsentWithdrawn',
      data: { ...about, purpose: 'payout' },
    };
    const after = payee(t).given(registered, consented, bound).when(takeBack).yields(withdrawn);
    t.equal(after.card?.cardRef, card);
    payee(t).given(registered).when(takeBack).changesNothing();
  });
});

t.test('a bank card', async (t) => {
  const ready = [registered, consented] as const;
  const bind = { type: 'BindBankCard', ...asked, cardRef: card, bankCode: 'ICBC', policy } as const;
  const tomorrow = addMillis(today, 24 * 3_600_000);

  t.test('needs consent first', async (t) => {
    payee(t).given(registered).when(bind).refuses({ code: 'consent-missing', purpose: 'payout' });
  });

  t.test('is usable at once when it is the first', async (t) => {
    payee(t)
      .given(...ready)
      .when(bind)
      .yields(bound);
  });

  t.test('is usable after 24 hours when it replaces another', async (t) => {
    payee(t)
      .given(...ready, bound)
      .when({ ...bind, cardRef: newCard })
      .yields({
        type: 'BankCardBound',
        data: { ...about, cardRef: newCard, bankCode: 'ICBC', usableFrom: tomorrow },
      });
    t.equal(tomorrow, on('2026-10-21 10:00'));
  });

  t.test('bound twice is bound once, unless its bank is corrected', async (t) => {
    payee(t)
      .given(...ready, bound)
      .when(bind)
      .changesNothing();
    payee(t)
      .given(...ready, bound)
      .when({ ...bind, bankCode: 'CCB' })
      .yields({
        type: 'BankCardBound',
        data: { ...about, cardRef: card, bankCode: 'CCB', usableFrom: tomorrow },
      });
  });

  t.test('removed and bound again cools off like any change', async (t) => {
    const removed: PayeeFact = { type: 'BankCardRemoved', data: { ...about, cardRef: card } };
    const remove = { type: 'RemoveBankCard', ...asked } as const;
    payee(t)
      .given(...ready, bound)
      .when(remove)
      .yields(removed);
    payee(t)
      .given(...ready, bound, removed)
      .when(remove)
      .changesNothing();
    payee(t)
      .given(...ready, bound, removed)
      .when(bind)
      .yields({ type: 'BankCardBound', data: { ...bound.data, usableFrom: tomorrow } });
  });

  t.test('is forgotten when personal data are destroyed', async (t) => {
    const shredded: PayeeFact = {
      type: 'PersonalDataShredded',
      data: { ...about, purposes: ['payout'] },
    };
    t.equal(stateAfter(payeeDecider, [...ready, bound, shredded]).card, undefined);
  });
});
