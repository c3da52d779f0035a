import t from 'tap';
import { amountFromFact, fen } from '../../../domain/money.ts';
import {
  contractOn,
  isNumberRemembered,
  isSettled,
  isWithinLimits,
  type ProviderContracts,
  providerContracts,
  sendableFrom,
} from '../../../domain/payout/provider-contract.ts';

import { addMillis, dayFromFact, instant } from '../../../domain/time.ts';

const [first] = providerContracts.yeepay;
const later = { ...first, effectiveFrom: dayFromFact('2026-07-01'), version: 'later' };
const contracts: ProviderContracts = [first, later];
const at = (text: string) => instant(text)!;
const sentAt = at('2026-11-01T12:00:00+08:00');

t.test('the contract with a provider', async (t) => {
  t.test('of a day is the latest one in force, the first one before that', async (t) => {
    t.equal(contractOn(contracts, dayFromFact('2026-06-30')), first);
    t.equal(contractOn(contracts, dayFromFact('2026-07-01')), later);
    t.equal(contractOn(contracts, dayFromFact('1999-12-31')), first);
  });

  t.test('carries orders from its minimum to its maximum, both included', async (t) => {
    const { minimumPerOrder } = first;
    const personal = amountFromFact('20000.00');
    const limited = { ...first, maximumPerOrder: { personal } };
    t.ok(isWithinLimits(limited, 'personal', minimumPerOrder));
    t.notOk(isWithinLimits(limited, 'personal', fen(minimumPerOrder - 1n)));
    t.ok(isWithinLimits(limited, 'personal', personal));
    t.notOk(isWithinLimits(limited, 'personal', fen(personal + 1n)));
    t.ok(isWithinLimits(limited, 'corporate', fen(personal + 1n)), 'for an organization none');
  });

  t.test('remembers a request number to the last millisecond and no longer', async (t) => {
    const last = addMillis(sentAt, first.requestNumberMemoryMs);
    t.ok(isNumberRemembered(first, sentAt, last));
    t.notOk(isNumberRemembered(first, sentAt, addMillis(last, 1)));
  });

  t.test('lets "not found" count once its settling time has passed', async (t) => {
    const settled = addMillis(sentAt, first.settlingMs);
    t.ok(isSettled(first, sentAt, settled));
    t.notOk(isSettled(first, sentAt, addMillis(settled, -1)));
    t.ok(first.notFoundAnswers >= 2, 'and only when heard twice');
  });
});

t.test('an order may leave', async (t) => {
  t.test('at once where there is no cut-off', async (t) => {
    t.equal(sendableFrom(first, sentAt), sentAt);
  });

  t.test('after a cut-off within the day, which ends with its last minute', async (t) => {
    const contract = { ...first, cutOff: { from: '11:30', until: '12:30' } as const };
    const end = at('2026-11-01T12:30:00+08:00');
    t.equal(sendableFrom(contract, at('2026-11-01T11:30:00+08:00')), end);
    t.equal(sendableFrom(contract, sentAt), end);
    t.equal(sendableFrom(contract, end), end);
    const before = at('2026-11-01T11:29:59+08:00');
    t.equal(sendableFrom(contract, before), before);
  });

  t.test('the next morning after a cut-off over midnight', async (t) => {
    const contract = { ...first, cutOff: { from: '22:00', until: '06:00' } as const };
    const end = at('2026-11-02T06:00:00+08:00');
    t.equal(sendableFrom(contract, at('2026-11-01T22:00:00+08:00')), end);
    t.equal(sendableFrom(contract, at('2026-11-02T00:00:00+08:00')), end);
    t.equal(sendableFrom(contract, at('2026-11-02T05:59:59+08:00')), end);
    t.equal(sendableFrom(contract, end), end);
    t.equal(sendableFrom(contract, sentAt), sentAt);
  });
});
