import { ok, refuse } from '../result.ts';
import { dayOf, daysBetween } from '../time.ts';
import type { PayeeCommandOf } from './commands.ts';
import type { PayeeDecision } from './decider.ts';
import { currentBinding, type Payee } from './state.ts';

/** The doctor asks to leave; the binding goes on until the organization answers. */
export const requestUnbind = (
  { payee: id, reason, now }: PayeeCommandOf<'RequestUnbind'>,
  payee: Payee,
): PayeeDecision => {
  const current = currentBinding(payee);
  if (current === undefined) return refuse({ code: 'not-bound' });
  if (payee.unbindRequest !== undefined) return ok([]);
  const data = { payee: id, organizationId: current.organizationId, at: now };
  return ok([{ type: 'UnbindRequested', data: reason === undefined ? data : { ...data, reason } }]);
};

/** The doctor stays after all. */
export const withdrawUnbindRequest = (
  { payee: id, now }: PayeeCommandOf<'WithdrawUnbindRequest'>,
  payee: Payee,
): PayeeDecision => {
  const current = currentBinding(payee);
  if (current === undefined || payee.unbindRequest === undefined) return ok([]);
  return ok([
    {
      type: 'UnbindWithdrawn',
      data: { payee: id, organizationId: current.organizationId, at: now },
    },
  ]);
};

/** Days without an answer: first the organization is reminded, then finance is told; each once. */
export const remindOfUnbind = (
  { payee: id, reminderDays, escalationDays, now }: PayeeCommandOf<'RemindOfUnbind'>,
  payee: Payee,
): PayeeDecision => {
  const current = currentBinding(payee);
  const request = payee.unbindRequest;
  if (current === undefined || request === undefined) return ok([]);
  const days = daysBetween(dayOf(request.at), dayOf(now));
  const data = { payee: id, organizationId: current.organizationId, at: now };
  if (days >= escalationDays && request.escalatedAt === undefined)
    return ok([{ type: 'UnbindEscalated', data }]);
  return days >= reminderDays &&
    request.remindedAt === undefined &&
    request.escalatedAt === undefined
    ? ok([{ type: 'UnbindReminded', data }])
    : ok([]);
};

/** The organization says no, with a reason; the doctor may ask again. */
export const rejectUnbind = (
  { payee: id, organizationId, reason, now }: PayeeCommandOf<'RejectUnbind'>,
  payee: Payee,
): PayeeDecision => {
  if (currentBinding(payee)?.organizationId !== organizationId)
    return refuse({ code: 'not-bound' });
  if (payee.unbindRequest === undefined) return refuse({ code: 'unbind-not-requested' });
  return ok([{ type: 'UnbindRejected', data: { payee: id, organizationId, reason, at: now } }]);
};
