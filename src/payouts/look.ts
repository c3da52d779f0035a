import type { Payout } from '../../domain/account/payout.ts';
import { type Instant, monthOf } from '../../domain/time.ts';
import { isUnhandled } from '../ledger/asking.ts';
import type { DeskCommand } from '../ledger/desk.ts';
import type { OpenPayout } from './open-payout.ts';
import type { AlarmRaised, PayoutPorts } from './ports.ts';

/** Who facts name as the one who drove a payout. */
export const payoutActor = 'system:payouts';

/** What to do with the payout after this look: look again after a pause or at a moment, or it is over. */
export type Next =
  | { readonly again: 'soon' | 'query-pause' | 'send-pause' | 'unanswered' }
  /** Milliseconds since 1970. */
  | { readonly again: 'at'; readonly at: number }
  | 'over';

/** What came of telling the account something. */
export type Told = {
  /** False when the account said no, or could not be asked: nothing may be built on it. */
  readonly took: boolean;
  readonly isNews: boolean;
  /** It contradicts what was believed; somebody was told. */
  readonly isContradiction: boolean;
  readonly next: Next;
};

/** One look at one payout: what it may read, record and complain about. */
export class Look {
  readonly ports: PayoutPorts;
  readonly open: OpenPayout;

  constructor(ports: PayoutPorts, open: OpenPayout) {
    this.ports = ports;
    this.open = open;
  }

  now(): Instant {
    return this.ports.clock.now();
  }

  /** The payout as the account knows it, durable. */
  async payout(): Promise<Payout | undefined> {
    const { ledger } = this.ports;
    const of = await ledger.desk.accountOf(this.open.account);
    if (of === undefined) return undefined;
    return (await ledger.accounts.settled(of, this.now())).payouts.get(this.open.payoutId);
  }

  async merchantNo(payout: Payout): Promise<string | undefined> {
    const payer = await this.ports.ledger.parties.payer(payout.payerId);
    return payer.registered?.merchantNo;
  }

  /** Records what came of it; a command that ends the payout ends the looking. */
  async record(command: DeskCommand): Promise<Next> {
    return (await this.tell(command)).next;
  }

  /** The same for whoever must know whether it was recorded. */
  async tell(command: DeskCommand): Promise<Told> {
    const { ledger } = this.ports;
    const now = this.now();
    const { account, payoutId } = this.open;
    const commandId = `${command.type}:${payoutId}:${monthOf(now)}`;
    const asking = { actor: payoutActor, commandId, correlation: payoutId, now };
    const outcome = await ledger.desk.handle(account, command, asking);
    if (!outcome.ok) {
      const { code } = outcome.refusal;
      // Somebody was faster, or the store is away: look again before anything else is done.
      if (isUnhandled(outcome.refusal) || code === 'payout-state')
        return { ...nothing, next: { again: 'soon' } };
      this.alarm('payout-failed-to-advance', `${command.type}: ${code}`);
      return { ...nothing, next: { again: 'query-pause' } };
    }
    const { facts } = outcome.value;
    if (facts.length > 0 && command.type !== 'NoteWaiting') this.open.tries = 0;
    const next: Next = isFinal(command) ? 'over' : { again: 'query-pause' };
    const isContradiction = facts.some(({ type }) => type === 'PayoutNewsContradicted');
    if (isContradiction) this.alarm('contradictory-news', command.type);
    return { took: true, isNews: facts.length > 0, isContradiction, next };
  }

  alarm(code: AlarmRaised['code'], detail: string): void {
    const { payoutId, account, payerId } = this.open;
    this.ports.alarm({ code, payoutId, account, payerId, detail, at: this.now() });
  }
}

const nothing = { took: false, isNews: false, isContradiction: false } as const;

const isFinal = ({ type }: DeskCommand): boolean =>
  type === 'RecordPaid' ||
  type === 'RecordRejected' ||
  type === 'RecordReturned' ||
  type === 'CancelPayout';
