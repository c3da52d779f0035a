import type { CardRef, PayeeId } from '../identifiers.ts';
import { type Day, type Instant, startOfDay } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { PayeeFact, PayeeKind } from './facts.ts';

export type Payee = {
  readonly kind: PayeeKind | undefined;
  readonly registeredAt: Instant | undefined;
  readonly consent: { readonly version: string; readonly textHash: string } | undefined;
  readonly card: BoundCard | undefined;
  readonly everBoundCard: boolean;
  /** Oldest first; at most the last has no end. */
  readonly bindings: readonly Binding[];
  readonly unbindRequest: UnbindRequest | undefined;
  readonly restricted: boolean;
  readonly closed: boolean;
};

export type BoundCard = {
  readonly cardRef: CardRef;
  readonly bankCode: string;
  readonly boundAt: Instant;
  readonly usableFrom: Instant;
};

/** A doctor asked to leave; how often the organization was told that it has not answered. */
export type UnbindRequest = {
  readonly at: Instant;
  readonly reason?: string | undefined;
  readonly remindedAt?: Instant;
  readonly escalatedAt?: Instant;
};

/** From the start of a day until a moment: what is completed in between accrues to the organization. */
export type Binding = {
  readonly organizationId: PayeeId;
  readonly from: Day;
  readonly until: Instant | undefined;
};

/** Before the payee was registered. */
export const unregistered: Payee = {
  kind: undefined,
  registeredAt: undefined,
  consent: undefined,
  card: undefined,
  everBoundCard: false,
  bindings: [],
  unbindRequest: undefined,
  restricted: false,
  closed: false,
};

/** What a payee looks like after a fact. */
export const evolvePayee = (payee: Payee, { type, data }: PayeeFact): Payee => {
  switch (type) {
    case 'PayeeRegistered':
      return { ...payee, kind: data.kind, registeredAt: data.at };
    case 'ConsentGiven':
      return { ...payee, consent: { version: data.version, textHash: data.textHash } };
    case 'ConsentWithdrawn':
      return { ...payee, consent: undefined };
    case 'BankCardBound':
      return {
        ...payee,
        everBoundCard: true,
        card: {
          cardRef: data.cardRef,
          bankCode: data.bankCode,
          boundAt: data.at,
          usableFrom: data.usableFrom,
        },
      };
    case 'BankCardRemoved':
      return { ...payee, card: undefined };
    case 'OrganizationBound':
      return {
        ...payee,
        bindings: [
          ...payee.bindings,
          { organizationId: data.organizationId, from: data.from, until: undefined },
        ],
      };
    case 'UnbindRequested':
      return { ...payee, unbindRequest: { at: data.at, reason: data.reason } };
    case 'UnbindReminded':
      return withUnbind(payee, { remindedAt: data.at });
    case 'UnbindEscalated':
      return withUnbind(payee, { escalatedAt: data.at });
    case 'UnbindWithdrawn':
    case 'UnbindRejected':
      return { ...payee, unbindRequest: undefined };
    case 'OrganizationUnbound':
      return {
        ...payee,
        unbindRequest: undefined,
        bindings: payee.bindings.map((binding) =>
          binding.until === undefined ? { ...binding, until: data.at } : binding,
        ),
      };
    case 'PayeeRestricted':
      return { ...payee, restricted: true };
    case 'PayeeReleased':
      return { ...payee, restricted: false };
    case 'PersonalDataShredded':
      return { ...payee, card: undefined };
    case 'PayeeClosed':
      return { ...payee, closed: true };
    default:
      return unreachable(type);
  }
};

const withUnbind = (payee: Payee, change: Partial<UnbindRequest>): Payee =>
  payee.unbindRequest === undefined
    ? payee
    : { ...payee, unbindRequest: { ...payee.unbindRequest, ...change } };

/** The organization a service completed at that moment accrues to, if any. */
export const organizationAt = (payee: Payee, at: Instant): PayeeId | undefined =>
  payee.bindings.findLast(
    ({ from, until }) => startOfDay(from) <= at && (until === undefined || at < until),
  )?.organizationId;

/** The binding without an end, if there is one. */
export const currentBinding = (payee: Payee): Binding | undefined => {
  const last = payee.bindings.at(-1);
  return last?.until === undefined ? last : undefined;
};
