import t from 'tap';
import type { AskedFor, Standing } from '../../../domain/account/commands.ts';
import { accountDecider } from '../../../domain/account/decider.ts';
import { mayBePaid, withdraw } from '../../support/account-asking.ts';
import { account, accountAfter } from '../../support/account-told.ts';
import { card, earned, on, opened, organization, today, yuan } from '../../support/ledger-words.ts';

const some = [opened(), earned('500.00')] as const;
const asking = (standing: Partial<Standing>, amount = '500.00'): AskedFor<'RequestWithdrawal'> =>
  withdraw(amount, { standing: { ...mayBePaid, ...standing } });
const accepted = (command: AskedFor<'RequestWithdrawal'>): boolean =>
  accountDecider.decide(command, accountAfter(some)).ok;

t.test('whoever asks for money', async (t) => {
  t.test('must not be restricted', async (t) => {
    account(t)
      .given(...some)
      .when(asking({ restricted: true }))
      .refuses({ code: 'account-restricted' });
    t.ok(accepted(asking({ restricted: false })));
  });

  t.test('must have consented to the payout', async (t) => {
    account(t)
      .given(...some)
      .when(asking({ consented: false }))
      .refuses({ code: 'consent-missing', purpose: 'payout' });
    t.ok(accepted(asking({ consented: true })));
  });

  t.test('must have a card', async (t) => {
    account(t)
      .given(...some)
      .when(asking({ card: undefined }))
      .refuses({ code: 'card-missing' });
  });

  t.test('may use a changed card from the very second it has cooled off', async (t) => {
    const usable = (text: string) => ({ card: { cardRef: card, usableFrom: on(text) } });
    const inASecond = usable('2026-10-20 10:00:01');
    account(t)
      .given(...some)
      .when(asking(inASecond))
      .refuses({ code: 'card-cooling-off', usableFrom: inASecond.card.usableFrom });
    t.equal(today, on('2026-10-20 10:00:00'));
    t.ok(accepted(asking(usable('2026-10-20 10:00:00'))));
  });

  t.test(
    'and is bound to an organization may take the money that is still their own',
    async (t) => {
      const bound = { organization };
      t.ok(accepted(asking(bound)));
      t.ok(accepted(asking(bound, 'all')));
      account(t)
        .given(...some)
        .when(asking(bound, '500.01'))
        .refuses({ code: 'settles-through-organization', organizationId: organization });
    },
  );

  t.test('and is bound to an organization is sent there when nothing is their own', async (t) => {
    account(t)
      .given(opened())
      .when(asking({ organization }, 'all'))
      .refuses({ code: 'settles-through-organization', organizationId: organization });
    account(t)
      .given(opened())
      .when(asking({}, '500.00'))
      .refuses({ code: 'balance-too-low', available: yuan('0.00'), asked: yuan('500.00') });
  });
});
