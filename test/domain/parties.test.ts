import t from 'tap';
import type { CardRef } from '../../domain/identifiers.ts';
import { payeeId, payerId, payoutId } from '../../domain/identifiers.ts';
import { organizationDecider } from '../../domain/organization/decider.ts';
import type { OrganizationFact } from '../../domain/organization/facts.ts';
import { payerDecider } from '../../domain/payer/decider.ts';
import type { PayerFact } from '../../domain/payer/facts.ts';
import { deciderSpec } from '../support/decider-spec.ts';
import {
  amount,
  hospital,
  organization as lotus,
  on,
  reference,
  today,
  yuan,
} from '../support/ledger-words.ts';

const payer = deciderSpec(payerDecider);
const asked = { payerId: hospital, now: today };
const about = { payerId: hospital, at: today };
const terms = {
  legalName: 'Lotus Hospital',
  merchantNo: 'M1',
  taxMethod: 'labor-monthly',
} as const;
const registered: PayerFact = { type: 'PayerRegistered', data: { ...about, ...terms } };

t.test('a payer', async (t) => {
  const register = { type: 'RegisterPayer', ...asked, ...terms } as const;

  t.test('is registered once; with other content it is refused', async (t) => {
    payer(t).given().when(register).yields(registered);
    payer(t).given(registered).when(register).changesNothing();
    for (const other of [
      { legalName: 'Other' },
      { merchantNo: 'M2' },
      { taxMethod: 'none' as const },
    ]) {
      payer(t)
        .given(registered)
        .when({ ...register, ...other })
        .refuses({ code: 'payer-differs', payerId: hospital });
    }
  });

  t.test('may be frozen and unfrozen, each once', async (t) => {
    const freeze = { type: 'FreezePayer', ...asked, reason: 'audit', by: 'finance:amy' } as const;
    const unfreeze = { type: 'UnfreezePayer', ...asked, by: 'finance:amy' } as const;
    const frozen: PayerFact = {
      type: 'PayerFrozen',
      data: { ...about, reason: 'audit', by: 'finance:amy' },
    };
    payer(t).given(registered).when(freeze).yields(frozen);
    payer(t).given(registered, frozen).when(freeze).changesNothing();
    payer(t)
      .given(registered, frozen)
      .when(unfreeze)
      .yields({ type: 'PayerUnfrozen', data: { ...about, by: 'finance:amy' } });
    payer(t).given(registered).when(unfreeze).changesNothing();
  });
});

t.test('a funding', async (t) => {
  const receive = {
    type: 'ReceiveFunding',
    ...asked,
    fundingId: reference('fund-1'),
    amount: yuan('1000.00'),
    receivedAt: today,
  } as const;
  const received: PayerFact = {
    type: 'FundingReceived',
    data: {
      ...about,
      fundingId: reference('fund-1'),
      amount: amount('1000.00'),
      receivedAt: today,
    },
  };

  t.test('is received once; with other content it is refused', async (t) => {
    payer(t).given(registered).when(receive).yields(received);
    payer(t).given(registered, received).when(receive).changesNothing();
    for (const other of [{ amount: yuan('1000.01') }, { receivedAt: on('2026-10-19 10:00') }]) {
      payer(t)
        .given(registered, received)
        .when({ ...receive, ...other })
        .refuses({ code: 'funding-differs', fundingId: reference('fund-1') });
    }
  });

  t.test('needs an amount, and a payer', async (t) => {
    payer(t)
      .given(registered)
      .when({ ...receive, amount: yuan('0.00') })
      .refuses({ code: 'amount-not-positive' });
    payer(t).given().when(receive).refuses({ code: 'payer-unknown', payerId: hospital });
  });
});

t.test('a service organization is registered once; with other content it is refused', async (t) => {
  const organization = deciderSpec(organizationDecider);
  const content = { organizationId: lotus, legalName: 'Lotus Services', bankCode: 'ICBC' };
  const account = { accountRef: 'card-9' as CardRef };
  const register = { type: 'RegisterOrganization', ...content, ...account, now: today } as const;
  const fact = {
    type: 'OrganizationRegistered',
    data: { ...content, ...account, at: today },
  } as const;
  organization(t).given().when(register).yields(fact);
  organization(t).given(fact).when(register).changesNothing();
  for (const other of [
    { legalName: 'Other' },
    { bankCode: 'CCB' },
    { accountRef: 'card-8' as CardRef },
  ]) {
    organization(t)
      .given(fact)
      .when({ ...register, ...other })
      .refuses({ code: 'organization-differs', organizationId: lotus });
  }
});

t.test('an id', async (t) => {
  t.test('is 1 to 64 letters, digits and . _ : -', async (t) => {
    for (const text of ['a', '0', 'Doc_1.b:c-d', 'x'.repeat(64)]) t.equal(payeeId(text), text);
    for (const text of ['', 'x'.repeat(65), 'a b', 'a/b', 'é', 'a\n', '医生']) {
      t.equal(payeeId(text), undefined, JSON.stringify(text));
    }
  });

  t.test('is never the name under which an object keeps its prototype', async (t) => {
    t.equal(payerId('__proto__'), undefined);
    t.equal(payerId('__proto__1'), '__proto__1');
  });

  t.test('of a payout fits the provider: at most 32 letters and digits', async (t) => {
    t.equal(payoutId('P'.repeat(32)), 'P'.repeat(32));
    for (const text of ['', 'P'.repeat(33), 'P-1', 'P_1']) t.equal(payoutId(text), undefined);
  });
});

t.test('a service organization', async (t) => {
  const organization = deciderSpec(organizationDecider);
  const account = { bankCode: 'ICBC', accountRef: 'acc-1' as CardRef };
  const other = { bankCode: 'CCB', accountRef: 'acc-2' as CardRef };
  const said = { organizationId: lotus, now: today };
  const about = { organizationId: lotus, at: today };
  const by = 'finance:amy';
  const first: OrganizationFact = {
    type: 'OrganizationRegistered',
    data: { ...about, ...account, legalName: 'Lotus Services' },
  };
  const moved: OrganizationFact = {
    type: 'OrganizationAccountChanged',
    data: { ...about, ...other, by },
  };

  t.test('is paid to the account that finance said last', async (t) => {
    const change = { type: 'ChangeAccount', ...said, ...other, by } as const;
    organization(t).given(first).when(change).yields(moved);
    organization(t).given(first, moved).when(change).changesNothing();
    organization(t)
      .given(first)
      .when({ ...change, ...account })
      .changesNothing();
    organization(t).given().when(change).refuses({
      code: 'organization-unknown',
      organizationId: lotus,
    });
    const again = { type: 'RegisterOrganization', ...said, legalName: 'Lotus Services' } as const;
    for (const known of [account, other])
      organization(t)
        .given(first, moved)
        .when({ ...again, ...known })
        .changesNothing();
  });

  t.test('shows doctors what was attributed to them from when its contract says so', async (t) => {
    const set = { type: 'SetTerms', ...said, attributionShown: true, by } as const;
    const shown: OrganizationFact = {
      type: 'OrganizationTermsSet',
      data: { ...about, attributionShown: true, by },
    };
    organization(t).given(first).when(set).yields(shown);
    organization(t).given(first, shown).when(set).changesNothing();
    organization(t)
      .given(first)
      .when({ ...set, attributionShown: false })
      .changesNothing();
    organization(t).given().when(set).refuses({
      code: 'organization-unknown',
      organizationId: lotus,
    });
  });
});
