import type { RecordedFact } from '../../../domain/ledger-fact.ts';
import { millisOf } from '../../../domain/time.ts';
import type { Watcher } from './checking.ts';

type Binding = { readonly organization: string; readonly from: number; until: number | undefined };

type Person = {
  consented: boolean;
  restricted: boolean;
  /** When consent or restriction last changed, milliseconds since 1970. */
  changedAt: number;
  card: string | undefined;
  readonly bindings: Binding[];
  boundAt: number;
};

/** Where people and payers stand, read off the log. */
export class ShadowParties implements Watcher {
  readonly #now: () => number;
  readonly #people = new Map<string, Person>();
  readonly #frozen = new Map<string, { readonly frozen: boolean; readonly since: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  person(id: string): Person {
    const known = this.#people.get(id);
    if (known !== undefined) return known;
    const added: Person = {
      consented: false,
      restricted: false,
      changedAt: 0,
      card: undefined,
      bindings: [],
      boundAt: 0,
    };
    this.#people.set(id, added);
    return added;
  }

  /** Whether a payer has been frozen, or a person not payable, for at least so long, ms. */
  barredFor(payee: string, payer: string, atLeast: number): boolean {
    const now = this.#now();
    const { frozen, since } = this.#frozen.get(payer) ?? { frozen: false, since: 0 };
    if (frozen && now - since > atLeast) return true;
    const person = this.#people.get(payee);
    if (person === undefined) return false;
    return (person.restricted || !person.consented) && now - person.changedAt > atLeast;
  }

  /** Whose account an earning completed then belongs to, by what has been known for so long, ms. */
  accountFor(doctor: string, completedAt: number, atLeast: number): string | undefined {
    const { bindings, boundAt } = this.person(doctor);
    if (this.#now() - boundAt <= atLeast) return undefined;
    const bound = bindings.findLast(
      ({ from, until }) => from <= completedAt && (until === undefined || completedAt < until),
    );
    return bound?.organization ?? doctor;
  }

  see(fact: RecordedFact): void {
    const now = this.#now();
    if (fact.about === 'payer') {
      const { type, data } = fact.fact;
      if (type === 'PayerFrozen' || type === 'PayerUnfrozen')
        this.#frozen.set(data.payerId, { frozen: type === 'PayerFrozen', since: now });
    }
    if (fact.about !== 'payee') return;
    const { type, data } = fact.fact;
    const person = this.person(data.payee);
    switch (type) {
      case 'ConsentGiven':
      case 'ConsentWithdrawn':
        person.consented = type === 'ConsentGiven';
        person.changedAt = now;
        return;
      case 'PayeeRestricted':
      case 'PayeeReleased':
        person.restricted = type === 'PayeeRestricted';
        person.changedAt = now;
        return;
      case 'BankCardBound':
        person.card = data.cardRef;
        return;
      case 'OrganizationBound': {
        const from = millisOf(`${data.from}T00:00:00+08:00` as typeof data.at);
        person.bindings.push({ organization: data.organizationId, from, until: undefined });
        person.boundAt = now;
        return;
      }
      case 'OrganizationUnbound': {
        const last = person.bindings.at(-1);
        if (last !== undefined) last.until = millisOf(data.at);
        person.boundAt = now;
        return;
      }
      default:
        return;
    }
  }
}
