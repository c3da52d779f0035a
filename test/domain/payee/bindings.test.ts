import t from 'tap';
import type { PayeeId } from '../../../domain/identifiers.ts';
import { payeeDecider } from '../../../domain/payee/decider.ts';
import type { PayeeFact } from '../../../domain/payee/facts.ts';
import { organizationAt } from '../../../domain/payee/state.ts';
import type { Day } from '../../../domain/time.ts';
import { deciderSpec, stateAfter } from '../../support/decider-spec.ts';
import { doctor, on, organization, today } from '../../support/ledger-words.ts';

const payee = deciderSpec(payeeDecider);
const rival = 'org-rival' as PayeeId;
const about = { payee: doctor, organizationId: organization, at: today };
const asked = { payee: doctor, now: today };
const day = (text: string) => text as Day;

const registered: PayeeFact = {
  type: 'PayeeRegistered',
  data: { payee: doctor, at: today, kind: 'doctor' },
};
const bound: PayeeFact = { type: 'OrganizationBound', data: { ...about, from: day('2026-10-01') } };
const requested: PayeeFact = { type: 'UnbindRequested', data: about };
const unbound: PayeeFact = { type: 'OrganizationUnbound', data: { ...about, by: 'organization' } };
const bind = {
  type: 'BindToOrganization',
  ...asked,
  organizationId: organization,
  from: day('2026-10-01'),
} as const;

t.test('binding to an organization', async (t) => {
  t.test('begins on the day it is said to begin', async (t) => {
    payee(t).given(registered).when(bind).yields(bound);
  });

  t.test('said twice is one binding', async (t) => {
    payee(t).given(registered, bound).when(bind).changesNothing();
  });

  t.test('is to one organization at a time, from one day', async (t) => {
    const already = { code: 'already-bound', organizationId: organization } as const;
    payee(t)
      .given(registered, bound)
      .when({ ...bind, organizationId: rival })
      .refuses(already);
    payee(t)
      .given(registered, bound)
      .when({ ...bind, from: day('2026-10-02') })
      .refuses(already);
  });

  t.test('begins after the one before it has ended', async (t) => {
    const next = { ...bind, organizationId: rival };
    payee(t)
      .given(registered, bound, unbound)
      .when({ ...next, from: day('2026-10-20') })
      .refuses({ code: 'binding-overlaps', organizationId: organization });
    payee(t)
      .given(registered, bound, unbound)
      .when({ ...next, from: day('2026-10-21') })
      .yields({
        type: 'OrganizationBound',
        data: { ...about, organizationId: rival, from: day('2026-10-21') },
      });
  });
});

t.test('a doctor who wants to leave', async (t) => {
  const request = { type: 'RequestUnbind', ...asked } as const;
  const confirm = { type: 'ConfirmUnbind', ...asked, organizationId: organization } as const;
  const reject = {
    type: 'RejectUnbind',
    ...asked,
    organizationId: organization,
    reason: 'open cases',
  } as const;

  t.test('asks once', async (t) => {
    payee(t)
      .given(registered, bound)
      .when({ ...request, reason: 'moving' })
      .yields({ type: 'UnbindRequested', data: { ...about, reason: 'moving' } });
    payee(t).given(registered, bound, requested).when(request).changesNothing();
  });

  t.test('must be bound', async (t) => {
    payee(t).given(registered).when(request).refuses({ code: 'not-bound' });
    payee(t).given(registered, bound, unbound).when(request).refuses({ code: 'not-bound' });
  });

  t.test('may think better of it', async (t) => {
    const withdraw = { type: 'WithdrawUnbindRequest', ...asked } as const;
    const withdrawn: PayeeFact = { type: 'UnbindWithdrawn', data: about };
    payee(t).given(registered, bound, requested).when(withdraw).yields(withdrawn);
    payee(t).given(registered, bound, requested, withdrawn).when(withdraw).changesNothing();
    payee(t)
      .given(registered, bound, requested, withdrawn)
      .when(confirm)
      .refuses({ code: 'unbind-not-requested' });
  });

  t.test('leaves when the organization confirms, and not before', async (t) => {
    payee(t)
      .given(registered, bound, requested)
      .when(confirm)
      .yields({ type: 'OrganizationUnbound', data: { ...about, by: 'request' } });
    payee(t).given(registered, bound).when(confirm).refuses({ code: 'unbind-not-requested' });
    payee(t).given(registered, bound, requested, unbound).when(confirm).changesNothing();
  });

  t.test('stays when the organization says no, and may ask again', async (t) => {
    const rejected: PayeeFact = {
      type: 'UnbindRejected',
      data: { ...about, reason: 'open cases' },
    };
    payee(t).given(registered, bound, requested).when(reject).yields(rejected);
    payee(t).given(registered, bound).when(reject).refuses({ code: 'unbind-not-requested' });
    payee(t).given(registered, bound, requested, rejected).when(request).yields(requested);
  });

  t.test('is answered by no other organization', async (t) => {
    for (const answer of [confirm, reject]) {
      payee(t)
        .given(registered, bound, requested)
        .when({ ...answer, organizationId: rival })
        .refuses({ code: 'not-bound' });
    }
  });
});

t.test('a request without an answer', async (t) => {
  const remind = { type: 'RemindOfUnbind', ...asked, reminderDays: 3, escalationDays: 7 } as const;
  const waiting = [registered, bound, requested] as const;
  const at = (clock: string) => ({ ...about, at: on(clock) });
  const reminded: PayeeFact = { type: 'UnbindReminded', data: at('2026-10-23 00:00') };
  const escalated: PayeeFact = { type: 'UnbindEscalated', data: at('2026-10-27 00:00') };

  t.test('is told to the organization again after the days of the policy, once', async (t) => {
    const on3 = { ...remind, now: on('2026-10-23 00:00') };
    payee(t)
      .given(...waiting)
      .when({ ...remind, now: on('2026-10-22 23:59') })
      .changesNothing();
    payee(t)
      .given(...waiting)
      .when(on3)
      .yields(reminded);
    payee(t)
      .given(...waiting, reminded)
      .when(on3)
      .changesNothing();
  });

  t.test('is told to finance in the end, once, reminded of or not', async (t) => {
    const on7 = { ...remind, now: on('2026-10-27 00:00') };
    for (const before of [waiting, [...waiting, reminded]])
      payee(t)
        .given(...before)
        .when(on7)
        .yields(escalated);
    payee(t)
      .given(...waiting, escalated)
      .when(on7)
      .changesNothing();
  });

  t.test('that was withdrawn or answered is told to nobody', async (t) => {
    const late = { ...remind, now: on('2026-11-30 00:00') };
    const over: readonly PayeeFact[][] = [
      [registered, bound],
      [...waiting, { type: 'UnbindWithdrawn', data: about }],
      [...waiting, unbound],
    ];
    for (const history of over)
      payee(t)
        .given(...history)
        .when(late)
        .changesNothing();
  });
});

t.test('an organization may let a doctor go by itself, once', async (t) => {
  const letGo = { type: 'UnbindByOrganization', ...asked, organizationId: organization } as const;
  payee(t).given(registered, bound).when(letGo).yields(unbound);
  payee(t).given(registered, bound, unbound).when(letGo).changesNothing();
  payee(t).given(registered).when(letGo).refuses({ code: 'not-bound' });
  payee(t)
    .given(registered, bound)
    .when({ ...letGo, organizationId: rival })
    .refuses({ code: 'not-bound' });
});

t.test('what a doctor completes accrues to the organization', async (t) => {
  const state = stateAfter(payeeDecider, [registered, bound, unbound]);
  const ownerAt = (clock: string) => organizationAt(state, on(clock));

  t.test('from midnight of the first day', async (t) => {
    t.equal(ownerAt('2026-09-30 23:59:59'), undefined);
    t.equal(ownerAt('2026-10-01 00:00'), organization);
  });

  t.test('until the very moment of unbinding', async (t) => {
    t.equal(ownerAt('2026-10-20 09:59:59'), organization);
    t.equal(ownerAt('2026-10-20 10:00:00'), undefined);
  });
});
