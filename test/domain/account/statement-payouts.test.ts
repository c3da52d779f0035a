import t from 'tap';
import type { AskedFor } from '../../../domain/account/commands.ts';
import { paid } from '../../support/account-asking.ts';
import { account, sumsAfter, toldOn } from '../../support/account-told.ts';
import {
  amount,
  card,
  colleague,
  earned,
  hospital,
  opened,
  organization,
  payout,
  platform,
  reference,
  today,
  worth,
  yuan,
} from '../../support/ledger-words.ts';

const settle = (
  gross: string,
  but: Partial<AskedFor<'RequestStatementPayout'>> = {},
): AskedFor<'RequestStatementPayout'> => ({
  type: 'RequestStatementPayout',
  payee: organization,
  now: today,
  statementId: reference('stm-1'),
  payoutId: payout('STM1'),
  payerId: hospital,
  amount: yuan(gross),
  cardRef: card,
  ...but,
});
const ofOrganization = [opened(), earned('90000.00', { by: colleague })] as const;
const requested = (gross: string) =>
  ({
    type: 'StatementPayoutRequested',
    data: {
      statementId: reference('stm-1'),
      payoutId: payout('STM1'),
      payerId: hospital,
      gross: amount(gross),
      cardRef: card,
      at: today,
    },
  }) as const;

t.test('paying an organization’s statement', async (t) => {
  t.test('is one payout of the whole amount, whatever limits doctors have', async (t) => {
    account(t)
      .given(...ofOrganization)
      .when(settle('90000.00'))
      .yields(requested('90000.00'));
  });

  t.test('withholds nothing: the organization invoices', async (t) => {
    const id = { payoutId: payout('STM1') };
    const facts = toldOn(ofOrganization, settle('500.00'), paid(id));
    t.strictSame(worth(sumsAfter(facts)), {
      earned: '90000.00',
      payable: '89500.00',
      withdrawn: '500.00',
    });
  });

  t.test('needs the money to be there, of that payer', async (t) => {
    const low = { code: 'balance-too-low' } as const;
    account(t)
      .given(...ofOrganization)
      .when(settle('90000.01'))
      .refuses({ ...low, available: yuan('90000.00'), asked: yuan('90000.01') });
    account(t)
      .given(...ofOrganization)
      .when(settle('0.01', { payerId: platform }))
      .refuses({ ...low, available: yuan('0.00'), asked: yuan('0.01') });
    account(t)
      .given(...ofOrganization)
      .when(settle('0.00'))
      .refuses({ code: 'amount-not-positive' });
  });

  t.test('asked twice is paying once; with another amount it is refused', async (t) => {
    const once = [...ofOrganization, requested('500.00')] as const;
    account(t)
      .given(...once)
      .when(settle('500.00'))
      .changesNothing();
    account(t)
      .given(...once)
      .when(settle('500.01'))
      .refuses({ code: 'statement-payout-differs', payoutId: payout('STM1') });
  });
});
