import type { Decider } from '../decider.ts';
import type { PayerId } from '../identifiers.ts';
import { amountText } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import { VersionedMap } from '../versioned-map.ts';
import type { PayerCommand, PayerRefusal } from './commands.ts';
import type { PayerFact } from './facts.ts';
import { evolvePayer, type Payer } from './state.ts';

type Decision = Result<readonly PayerFact[], PayerRefusal>;

const decide = (command: PayerCommand, payer: Payer): Decision => {
  const about = { payerId: command.payerId, at: command.now };
  if (command.type === 'RegisterPayer') return register(command, payer);
  if (payer.registered === undefined)
    return refuse({ code: 'payer-unknown', payerId: command.payerId });
  switch (command.type) {
    case 'ReceiveFunding':
      return receiveFunding(command, payer);
    case 'FreezePayer':
      return payer.frozen
        ? ok([])
        : ok([{ type: 'PayerFrozen', data: { ...about, reason: command.reason, by: command.by } }]);
    case 'UnfreezePayer':
      return payer.frozen
        ? ok([{ type: 'PayerUnfrozen', data: { ...about, by: command.by } }])
        : ok([]);
    default:
      return unreachable(command);
  }
};

const register = (
  {
    payerId,
    legalName,
    merchantNo,
    taxMethod,
    now,
  }: Extract<PayerCommand, { type: 'RegisterPayer' }>,
  payer: Payer,
): Decision => {
  const known = payer.registered;
  if (known !== undefined) {
    return known.legalName === legalName &&
      known.merchantNo === merchantNo &&
      known.taxMethod === taxMethod
      ? ok([])
      : refuse({ code: 'payer-differs', payerId });
  }
  return ok([
    { type: 'PayerRegistered', data: { payerId, legalName, merchantNo, taxMethod, at: now } },
  ]);
};

const receiveFunding = (
  {
    payerId,
    fundingId,
    amount,
    receivedAt,
    now,
  }: Extract<PayerCommand, { type: 'ReceiveFunding' }>,
  payer: Payer,
): Decision => {
  if (amount <= 0n) return refuse({ code: 'amount-not-positive' });
  const known = payer.fundings.get(fundingId);
  if (known !== undefined) {
    return known.amount === amount && known.receivedAt === receivedAt
      ? ok([])
      : refuse({ code: 'funding-differs', fundingId });
  }
  return ok([
    {
      type: 'FundingReceived',
      data: { payerId, fundingId, amount: amountText(amount), receivedAt, at: now },
    },
  ]);
};

/** All the rules about a payer. */
export const payerDecider: Decider<PayerCommand, Payer, PayerFact, PayerRefusal> = {
  initialState: { registered: undefined, fundings: VersionedMap.of(), frozen: false },
  decide,
  evolve: evolvePayer,
};

export const payerStream = (payer: PayerId): string => `payer-${payer}`;
