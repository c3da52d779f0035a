import type { Payout } from '../../domain/account/payout.ts';
import type { WaitingReason } from '../../domain/account/payout-state.ts';
import { type FreezeScope, scopeOfProvider } from '../../domain/payout/freeze-scope.ts';
import {
  type AccountKind,
  isWithinLimits,
  sendableFrom,
} from '../../domain/payout/provider-contract.ts';
import { millisOf } from '../../domain/time.ts';
import { standingOf } from '../ledger/withdrawals.ts';
import type { Look, Next } from './look.ts';

/** Why nothing may be sent at this moment, and when to look again. */
type Hindrance = { readonly reason: WaitingReason; readonly next: Next };

const later: Next = { again: 'send-pause' };

/** What stops any order of this payer from leaving now. */
export const hindranceNow = async (look: Look, payout: Payout): Promise<Hindrance | undefined> => {
  const { ledger, terms, providerId } = look.ports;
  const { parties } = ledger;
  const isFrozen = async (scope: FreezeScope) => (await parties.freeze(scope)).frozen !== undefined;
  if (await isFrozen('all')) return { reason: 'payouts-frozen', next: later };
  if (await isFrozen(scopeOfProvider(providerId)))
    return { reason: 'provider-frozen', next: later };
  if ((await parties.payer(payout.payerId)).frozen) return { reason: 'payer-frozen', next: later };
  const now = look.now();
  const from = sendableFrom(terms.contract(now), now);
  return payout.net === 0n || from === now
    ? undefined
    : { reason: 'provider-cut-off', next: { again: 'at', at: millisOf(from) } };
};

/** Does the provider carry such an amount at all? What is paid without an order needs no leave. */
export const isCarried = async (look: Look, payout: Payout): Promise<boolean> => {
  const contract = look.ports.terms.contract(look.now());
  return payout.net === 0n || isWithinLimits(contract, await accountKind(look), payout.net);
};

/** Where the money of this payout goes: to an organization's account or to a person's card. */
export const accountKind = async ({ ports, open }: Look): Promise<AccountKind> =>
  (await ports.ledger.parties.organization(open.account)).registered === undefined
    ? 'personal'
    : 'corporate';

/** Consent and restriction count at each moment of sending, not only when the money was asked for. */
export const barredNow = async (
  look: Look,
): Promise<'account-restricted' | 'consent-missing' | undefined> => {
  const { ports, open } = look;
  const payee = await ports.ledger.parties.payee(open.account);
  if (payee.kind === undefined) return undefined;
  const { restricted, consented } = standingOf(payee, look.now());
  if (restricted) return 'account-restricted';
  return consented ? undefined : 'consent-missing';
};

/** Stays where it is, and says why. */
export const waits = async (look: Look, reason: WaitingReason, next: Next): Promise<Next> => {
  await look.tell({ type: 'NoteWaiting', payoutId: look.open.payoutId, reason });
  return next;
};
