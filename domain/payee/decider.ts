import type { Decider } from '../decider.ts';
import { ok, type Result, refuse } from '../result.ts';
import { addMillis } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import { bindToOrganization, confirmUnbind, unbindByOrganization } from './bindings.ts';
import type { PayeeCommand, PayeeCommandOf, PayeeRefusal } from './commands.ts';
import type { PayeeFact } from './facts.ts';
import { evolvePayee, type Payee, unregistered } from './state.ts';
import {
  rejectUnbind,
  remindOfUnbind,
  requestUnbind,
  withdrawUnbindRequest,
} from './unbind-requests.ts';

export type PayeeDecision = Result<readonly PayeeFact[], PayeeRefusal>;

const hour = 3_600_000;

const decide = (command: PayeeCommand, payee: Payee): PayeeDecision => {
  if (command.type === 'RegisterPayee') return register(command, payee);
  if (payee.kind === undefined) return refuse({ code: 'doctor-unknown', doctorId: command.payee });
  if (payee.closed) return refuse({ code: 'account-closed' });
  const about = { payee: command.payee, at: command.now };
  switch (command.type) {
    case 'GiveConsent':
      return payee.consent?.version === command.version &&
        payee.consent.textHash === command.textHash
        ? ok([])
        : ok([
            {
              type: 'ConsentGiven',
              data: {
                ...about,
                purpose: command.purpose,
                version: command.version,
                textHash: command.textHash,
              },
            },
          ]);
    case 'WithdrawConsent':
      return payee.consent === undefined
        ? ok([])
        : ok([{ type: 'ConsentWithdrawn', data: { ...about, purpose: command.purpose } }]);
    case 'BindBankCard':
      return bindBankCard(command, payee);
    case 'RemoveBankCard':
      return payee.card === undefined
        ? ok([])
        : ok([{ type: 'BankCardRemoved', data: { ...about, cardRef: payee.card.cardRef } }]);
    case 'BindToOrganization':
      return bindToOrganization(command, payee);
    case 'RequestUnbind':
      return requestUnbind(command, payee);
    case 'WithdrawUnbindRequest':
      return withdrawUnbindRequest(command, payee);
    case 'RemindOfUnbind':
      return remindOfUnbind(command, payee);
    case 'RejectUnbind':
      return rejectUnbind(command, payee);
    case 'ConfirmUnbind':
      return confirmUnbind(command, payee);
    case 'UnbindByOrganization':
      return unbindByOrganization(command, payee);
    case 'Restrict':
      return payee.restricted
        ? ok([])
        : ok([{ type: 'PayeeRestricted', data: { ...about, reason: command.reason } }]);
    case 'Release':
      return payee.restricted ? ok([{ type: 'PayeeReleased', data: about }]) : ok([]);
    default:
      return unreachable(command);
  }
};

const register = (
  { payee: id, kind, name, now }: PayeeCommandOf<'RegisterPayee'>,
  payee: Payee,
): PayeeDecision => {
  if (name === 'differs' || (payee.kind !== undefined && payee.kind !== kind)) {
    return refuse({ code: 'doctor-differs', doctorId: id });
  }
  if (payee.kind !== undefined) return ok([]);
  return ok([{ type: 'PayeeRegistered', data: { payee: id, kind, at: now } }]);
};

/** The first card can be used at once; a change of card cools off, so that a stolen session cannot redirect money. */
const bindBankCard = (
  { payee: id, cardRef, bankCode, policy, now }: PayeeCommandOf<'BindBankCard'>,
  payee: Payee,
): PayeeDecision => {
  if (payee.consent === undefined) return refuse({ code: 'consent-missing', purpose: 'payout' });
  if (payee.card?.cardRef === cardRef && payee.card.bankCode === bankCode) return ok([]);
  const usableFrom = payee.everBoundCard ? addMillis(now, policy.cardCoolingOffHours * hour) : now;
  return ok([
    { type: 'BankCardBound', data: { payee: id, cardRef, bankCode, usableFrom, at: now } },
  ]);
};

/** All the rules about a person who is paid. */
export const payeeDecider: Decider<PayeeCommand, Payee, PayeeFact, PayeeRefusal> = {
  initialState: unregistered,
  decide,
  evolve: evolvePayee,
};

export const payeeStream = (payee: PayeeCommand['payee']): string => `payee-${payee}`;
