import { ok, refuse } from '../result.ts';
import { startOfDay } from '../time.ts';
import type { PayeeCommandOf } from './commands.ts';
import type { PayeeDecision } from './decider.ts';
import { currentBinding, type Payee } from './state.ts';

/** From `from` on, what the doctor completes accrues to the organization; never two at once. */
export const bindToOrganization = (
  { payee: id, organizationId, from, now }: PayeeCommandOf<'BindToOrganization'>,
  payee: Payee,
): PayeeDecision => {
  const current = currentBinding(payee);
  if (current !== undefined) {
    return current.organizationId === organizationId && current.from === from
      ? ok([])
      : refuse({ code: 'already-bound', organizationId: current.organizationId });
  }
  const last = payee.bindings.at(-1);
  if (last?.until !== undefined && startOfDay(from) < last.until) {
    return refuse({ code: 'binding-overlaps', organizationId: last.organizationId });
  }
  return ok([{ type: 'OrganizationBound', data: { payee: id, organizationId, from, at: now } }]);
};

/** Unbinding always ends with the organization's word; it moves nothing that has accrued. */
export const confirmUnbind = (
  command: PayeeCommandOf<'ConfirmUnbind'>,
  payee: Payee,
): PayeeDecision => {
  if (
    currentBinding(payee)?.organizationId === command.organizationId &&
    payee.unbindRequest === undefined
  ) {
    return refuse({ code: 'unbind-not-requested' });
  }
  return unbind(command, payee, 'request');
};

/** The organization lets a doctor go who did not ask. */
export const unbindByOrganization = (
  command: PayeeCommandOf<'UnbindByOrganization'>,
  payee: Payee,
): PayeeDecision => unbind(command, payee, 'organization');

const unbind = (
  {
    payee: id,
    organizationId,
    now,
  }: {
    readonly payee: PayeeCommandOf<'ConfirmUnbind'>['payee'];
    readonly organizationId: PayeeCommandOf<'ConfirmUnbind'>['organizationId'];
    readonly now: PayeeCommandOf<'ConfirmUnbind'>['now'];
  },
  payee: Payee,
  by: 'request' | 'organization',
): PayeeDecision => {
  if (currentBinding(payee)?.organizationId === organizationId) {
    return ok([{ type: 'OrganizationUnbound', data: { payee: id, organizationId, by, at: now } }]);
  }
  // Said twice is once: the last binding that ended was this one.
  return payee.bindings.at(-1)?.organizationId === organizationId
    ? ok([])
    : refuse({ code: 'not-bound' });
};
