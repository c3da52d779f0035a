import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import type {
  OrganizationCommand,
  OrganizationRefusal,
} from '../../domain/organization/commands.ts';
import {
  type Organization,
  organizationDecider,
  organizationStream,
} from '../../domain/organization/decider.ts';
import type { OrganizationFact } from '../../domain/organization/facts.ts';
import type { PayeeCommand, PayeeRefusal } from '../../domain/payee/commands.ts';
import { payeeDecider, payeeStream } from '../../domain/payee/decider.ts';
import type { PayeeFact } from '../../domain/payee/facts.ts';
import type { Payee } from '../../domain/payee/state.ts';
import type { PayerCommand, PayerRefusal } from '../../domain/payer/commands.ts';
import { payerDecider, payerStream } from '../../domain/payer/decider.ts';
import type { PayerFact } from '../../domain/payer/facts.ts';
import type { Payer } from '../../domain/payer/state.ts';
import {
  type Freeze,
  type FreezeCommand,
  type FreezeFact,
  type FreezeRefusal,
  freezeDecider,
  freezeStream,
} from '../../domain/payout/freeze.ts';
import type { FreezeScope } from '../../domain/payout/freeze-scope.ts';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { refuse } from '../../domain/result.ts';
import {
  parseFreezeFact,
  parseOrganizationFact,
  parsePayeeFact,
  parsePayerFact,
} from '../facts/codec.ts';
import { turns } from '../turns.ts';
import type { Asking } from './asking.ts';
import type { Outcome } from './flight.ts';
import { roomsOf } from './rooms.ts';

/** The payees, payers and organizations, and the switches that stop payouts, each its own stream. */
export type Parties = {
  readonly handlePayee: (
    command: PayeeCommand,
    asking: Asking,
  ) => Promise<Outcome<Payee, PayeeFact, PayeeRefusal>>;
  readonly handlePayer: (
    command: PayerCommand,
    asking: Asking,
  ) => Promise<Outcome<Payer, PayerFact, PayerRefusal>>;
  readonly handleOrganization: (
    command: OrganizationCommand,
    asking: Asking,
  ) => Promise<Outcome<Organization, OrganizationFact, OrganizationRefusal>>;
  readonly handleFreeze: (
    command: FreezeCommand,
    asking: Asking,
  ) => Promise<Outcome<Freeze, FreezeFact, FreezeRefusal>>;
  readonly freeze: (scope: FreezeScope) => Freeze | Promise<Freeze>;
  /**
   * At once when known and settled, so that the hot path need not wait a turn; where others write
   * too the stream is looked at first, since consent, cards and bindings may have changed elsewhere.
   */
  readonly payee: (id: PayeeId) => Payee | Promise<Payee>;
  readonly payer: (id: PayerId) => Payer | Promise<Payer>;
  readonly organization: (id: PayeeId) => Organization | Promise<Organization>;
};

/** Payees, payers, organizations and the freezing switches, each in a stream of its own. */
export const partiesOf = (store: EventStore, timers?: Timers): Parties => {
  const payees = roomsOf(store, { decider: payeeDecider, parse: parsePayeeFact }, timers);
  const payers = roomsOf(store, { decider: payerDecider, parse: parsePayerFact }, timers);
  const freezes = roomsOf(store, { decider: freezeDecider, parse: parseFreezeFact }, timers);
  const ofOrganizations = { decider: organizationDecider, parse: parseOrganizationFact };
  const organizations = roomsOf(store, ofOrganizations, timers);
  const stateOf = <State>(room: {
    settledNow: () => State | undefined;
    confirmed: () => Promise<{ readonly state: State }>;
  }): State | Promise<State> =>
    (store.shared ? undefined : room.settledNow()) ?? room.confirmed().then(({ state }) => state);
  const payee = (id: PayeeId) => stateOf(payees.of(payeeStream(id)));
  const organization = (id: PayeeId) => stateOf(organizations.of(organizationStream(id)));
  // Doctors and organizations hold accounts under one kind of id: two under one would share the money.
  const inTurn = turns();
  return {
    handlePayee: async (command, asking) => {
      const { type, payee: id } = command;
      const handle = () => payees.of(payeeStream(id)).handle(command, asking);
      if (type !== 'RegisterPayee') return handle();
      return inTurn(id, async () =>
        (await organization(id)).registered === undefined
          ? handle()
          : refuse({ code: 'doctor-differs', doctorId: id }),
      );
    },
    handlePayer: (command, asking) =>
      payers.of(payerStream(command.payerId)).handle(command, asking),
    handleFreeze: (command, asking) =>
      freezes.of(freezeStream(command.scope)).handle(command, asking),
    freeze: (scope) => stateOf(freezes.of(freezeStream(scope))),
    handleOrganization: async (command, asking) => {
      const { organizationId } = command;
      return inTurn(organizationId, async () =>
        (await payee(organizationId)).kind === undefined
          ? organizations.of(organizationStream(organizationId)).handle(command, asking)
          : refuse({ code: 'organization-differs', organizationId }),
      );
    },
    payee,
    payer: (id) => stateOf(payers.of(payerStream(id))),
    organization,
  };
};
