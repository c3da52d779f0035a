import type { AccountCommand } from '../../domain/account/commands.ts';
import { accountDecider } from '../../domain/account/decider.ts';
import type { AccountFact } from '../../domain/account/facts.ts';
import type { AccountRefusal } from '../../domain/account/refusals.ts';
import type { Account } from '../../domain/account/state.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { refuse } from '../../domain/result.ts';
import { type Instant, type Month, monthFromFact, monthOf } from '../../domain/time.ts';
import { parseAccountFact } from '../facts/codec.ts';
import { AccountMonths } from './account-months.ts';
import { type Asking, isUnhandled, type Unhandled } from './asking.ts';
import { type ClosedMonths, closedMonths } from './closed-months.ts';
import type { Outcome } from './flight.ts';
import type { Room } from './room.ts';
import { type Rooms, roomsOf } from './rooms.ts';
import { unlessUnreadable } from './stored-facts.ts';

type AccountRoom = Room<AccountCommand, Account, AccountFact, AccountRefusal>;
export type AccountOutcome = Outcome<Account, AccountFact, AccountRefusal>;

/** How often a command follows an account into a newer month before it gives up. */
const movesMax = 8;

/** The payee and the month it was registered in, in which every account begins, whenever its first command comes. */
export type AccountOf = { readonly payee: PayeeId; readonly since: Month };

/** Builds the command from the account's current month; what it needs of earlier months it looks up. */
export type CommandFor = (account: Account) => AccountCommand | Promise<AccountCommand>;

/** The account went on in another month, or its month could not be begun: look again. */
const isAboutMonth = (code: string): boolean =>
  code === 'period-closed' || code === 'period-not-open';

export type AccountsOptions = {
  /** The rules accounts are kept by. */
  readonly decider?: typeof accountDecider | undefined;
  readonly timers?: Timers | undefined;
};

/** All accounts, each in its newest month. */
export class Accounts {
  /** What an account was at the end of a closed month. */
  readonly closed: ClosedMonths;
  readonly #store: EventStore;
  readonly #rooms: Rooms<AccountCommand, Account, AccountFact, AccountRefusal>;
  readonly #months: AccountMonths;

  constructor(store: EventStore, { decider = accountDecider, timers }: AccountsOptions = {}) {
    this.#store = store;
    this.closed = closedMonths(store);
    this.#months = new AccountMonths(store);
    this.#rooms = roomsOf(store, { decider, parse: parseAccountFact }, timers);
  }

  /** Carries out a command in the account's current month, closing the last one first where it is over. */
  handle(of: AccountOf, asking: Asking, commandFor: CommandFor): Promise<AccountOutcome> {
    const carryOut = () => unlessUnreadable(() => this.#carryOut(of, asking, commandFor));
    const open = this.#openRoom(of, asking.now);
    if (open === undefined) return carryOut();
    const ask = (command: AccountCommand): Promise<AccountOutcome> =>
      open.room
        .handle(command, asking)
        .then((outcome) =>
          outcome.ok || !isAboutMonth(outcome.refusal.code) ? outcome : carryOut(),
        );
    const command = commandFor(open.account);
    // What it needs of earlier months may not be readable now.
    return command instanceof Promise ? unlessUnreadable(() => command.then(ask)) : ask(command);
  }

  /** The account's current month, where it is in memory, open already and ours alone: so most commands find it. */
  #openRoom({ payee }: AccountOf, now: Instant) {
    const month = this.#months.known(payee);
    if (month === undefined || month < monthOf(now) || this.#store.shared) return undefined;
    const room = this.#rooms.of(accountStream(payee, month));
    const account = room.isLoaded ? room.newest() : undefined;
    if (account === undefined || account instanceof Promise) return undefined;
    const isOpen = account.period !== undefined && account.closedFor === undefined;
    return isOpen ? { room, account } : undefined;
  }

  async #carryOut(of: AccountOf, asking: Asking, commandFor: CommandFor): Promise<AccountOutcome> {
    let opening: Promise<Unhandled | undefined> | undefined;
    let isAnew = false;
    for (let move = 0; move < movesMax; move += 1) {
      const room = await this.#room(of, asking.now);
      const account = room.settledNow() ?? (await room.newest());
      const wanted = monthOf(asking.now);
      if (account.closedFor !== undefined) {
        // The next month follows from the closing as it is stored, so that must be durable first.
        const { closedFor } = (await room.settled()).state;
        if (closedFor !== undefined) this.#months.follow(of.payee, closedFor);
      } else if (account.period === undefined) {
        const failed = await opening;
        if (failed !== undefined) return refuse(failed);
        opening = this.#opened(room, await this.#opening(of, room, asking), asking);
      } else if (account.period < wanted) {
        const failed = (await this.#close(of, room, wanted, asking)) ?? (await opening);
        if (failed !== undefined) return refuse(failed);
      } else {
        const command = commandFor(account);
        const outcome = await room.handle(
          command instanceof Promise ? await command : command,
          asking,
        );
        if (outcome.ok) return outcome;
        if (isAboutMonth(outcome.refusal.code)) {
          const failed = await opening;
          if (failed !== undefined) return refuse(failed);
        } else {
          // A command made of what the account was before others wrote to it is made anew, once.
          const isStale = this.#store.shared && !isAnew && (await room.newest()) !== account;
          if (!isStale) return outcome;
          isAnew = true;
        }
      }
    }
    return refuse({ code: 'contended' });
  }

  /** The account as it stands in its newest month, all of it durable, whoever wrote it. */
  async settled(of: AccountOf, now: Instant): Promise<Account> {
    return (await this.settledAt(of, now)).account;
  }

  /** The same, with the revision of the stream's last fact in it. */
  async settledAt(
    of: AccountOf,
    now: Instant,
  ): Promise<{ readonly account: Account; readonly revision: number }> {
    let found = await (await this.#room(of, now)).confirmed();
    if (found.state.period === undefined) {
      // Its month could not be begun: it stands as it was closed.
      this.#months.forget(of.payee);
      found = await (await this.#room(of, now)).confirmed();
    }
    // Where another instance closed the month it goes on in the next one.
    for (let move = 0; move < movesMax && found.state.closedFor !== undefined; move += 1) {
      const { closedFor } = found.state;
      const next = await this.#rooms.of(accountStream(of.payee, closedFor)).confirmed();
      // Whoever closed it may have died before the next was begun, and nobody has come since.
      if (next.state.period === undefined) break;
      this.#months.follow(of.payee, closedFor);
      found = next;
    }
    return { account: found.state, revision: found.revision };
  }

  /** The newest state; its last facts may not be durable yet. */
  async newest(of: AccountOf, now: Instant): Promise<Account> {
    return (await this.#room(of, now)).newest();
  }

  async #room(of: AccountOf, now: Instant): Promise<AccountRoom> {
    return this.#rooms.of(accountStream(of.payee, await this.#months.of(of, now)));
  }

  /** Ends the month and moves to `next`; whoever else did so already is followed. */
  async #close(
    { payee }: AccountOf,
    room: AccountRoom,
    next: Month,
    asking: Asking,
  ): Promise<Unhandled | undefined> {
    const about = { ...asking, commandId: `ClosePeriod:${room.stream}` };
    const outcome = await room.handle({ type: 'ClosePeriod', payee, next, now: asking.now }, about);
    if (!outcome.ok) {
      if (isUnhandled(outcome.refusal)) return outcome.refusal;
      throw new Error(`Closing a month was refused: ${outcome.refusal.code}`);
    }
    // A month that could not be begun is not closed either.
    const { closedFor } = outcome.value.state;
    if (closedFor !== undefined) this.#months.follow(payee, closedFor);
    return undefined;
  }

  /** The first command of the room's month, from what the month before handed on. */
  async #opening(of: AccountOf, room: AccountRoom, { now }: Asking): Promise<AccountCommand> {
    const period = monthFromFact(room.stream.slice(-7));
    const from = await this.#months.closedBefore(of, period);
    return { type: 'OpenPeriod', payee: of.payee, period, from, now };
  }

  /** Begins the month. Not awaited before the command behind it in the same queue is decided; says what failed. */
  async #opened(
    room: AccountRoom,
    command: AccountCommand,
    asking: Asking,
  ): Promise<Unhandled | undefined> {
    const about = { ...asking, commandId: `OpenPeriod:${room.stream}` };
    const outcome = await room.handle(command, about);
    return !outcome.ok && isUnhandled(outcome.refusal) ? outcome.refusal : undefined;
  }
}
