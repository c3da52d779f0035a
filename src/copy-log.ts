import type { AppendFault, EventStore, Position, StoredFact } from '../domain/ports/event-store.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { appendKnown } from './copying/append-known.ts';
import { factBatches } from './copying/fact-batches.ts';
import { chainCheck, isSameFact, type LogDigest, logDigest } from './copying/log-checks.ts';
import { factsAfter } from './copying/log-facts.ts';

/** Facts seen to so far: compared with what is there, copied, then read back and checked. */
export type CopyProgress = {
  readonly phase: 'comparing' | 'copying' | 'checking';
  readonly facts: number;
};

export type CopyOptions = {
  readonly from: Pick<EventStore, 'readAll'>;
  readonly to: Pick<EventStore, 'readAll' | 'append'>;
  readonly onProgress?: (progress: CopyProgress) => void;
};

export type CopyReport = {
  /** In both logs now. */
  readonly facts: number;
  readonly streams: number;
  /** By this run; the others were there from one before it. */
  readonly copied: number;
  /** SHA-256 over every fact of the log in order, base64url; the same for both. */
  readonly digest: string;
};

export type CopyRefusal =
  /** A fact of the source does not follow the one before it: repair or restore it first. */
  | { readonly code: 'chain-broken'; readonly stream: string; readonly revision: number }
  /** The target holds something that is not in the source, or not there. */
  | { readonly code: 'target-differs'; readonly stream: string; readonly revision: number }
  /** What was read back from the target is not what was copied: somebody else writes to it. */
  | { readonly code: 'digest-differs' }
  /** The target did not take it. Copying again goes on from here. */
  | { readonly code: 'target-failed'; readonly fault: AppendFault };

type Outcome = Result<void, CopyRefusal>;

const at = (code: 'chain-broken' | 'target-differs', { stream, revision }: StoredFact) =>
  refuse({ code, stream, revision });

const progressEvery = 1_000;

/** One run of copying: what has been seen to so far. */
class Copying {
  readonly chain = chainCheck();
  readonly digest = logDigest();
  facts = 0;
  readonly #to: CopyOptions['to'];
  readonly #source: AsyncGenerator<StoredFact, void, undefined>;
  readonly #tell: (progress: CopyProgress) => void;

  constructor({ from, to, onProgress = () => {} }: CopyOptions) {
    this.#to = to;
    this.#source = factsAfter(from);
    this.#tell = onProgress;
  }

  /** Goes over what the target has already; answers where it ends. */
  async compare(): Promise<Result<Position | undefined, CopyRefusal>> {
    let end: Position | undefined;
    for await (const copy of factsAfter(this.#to)) {
      const { value: original } = await this.#source.next();
      if (original === undefined || !isSameFact(copy, original)) return at('target-differs', copy);
      if (!this.chain.holds(original)) return at('chain-broken', original);
      this.digest.add(original);
      end = copy.position;
      this.facts += 1;
      this.#tellSometimes('comparing', this.facts);
    }
    return ok(end);
  }

  async copyRest(): Promise<Outcome> {
    for await (const batch of factBatches(this.#source)) {
      const broken = batch.find((fact) => !this.chain.holds(fact));
      if (broken !== undefined) return at('chain-broken', broken);
      const appended = await appendKnown(this.#to, batch);
      if (!appended.ok) return refuse({ code: 'target-failed', fault: appended.refusal });
      for (const fact of batch) this.digest.add(fact);
      this.facts += batch.length;
      this.#tell({ phase: 'copying', facts: this.facts });
    }
    return ok(undefined);
  }

  /** Reads back what the target says it has now. */
  async check(after: Position | undefined, digest: LogDigest, from: number): Promise<Outcome> {
    let checked = from;
    for await (const copy of factsAfter(this.#to, after)) {
      digest.add(copy);
      checked += 1;
      if (checked > this.facts) return at('target-differs', copy);
      this.#tellSometimes('checking', checked);
    }
    const isSame = checked === this.facts && digest.value() === this.digest.value();
    return isSame ? ok(undefined) : refuse({ code: 'digest-differs' });
  }

  #tellSometimes(phase: CopyProgress['phase'], facts: number): void {
    if (facts % progressEvery === 0) this.#tell({ phase, facts });
  }
}

/**
 * Copies a log into another store, facts and their order as they are. What a run before this one
 * has copied is compared instead, so a copy that was stopped goes on where it stopped. Both logs are
 * then known to be equal: every chain holds, and one digest over all facts is the same for both.
 * Nobody else may write to the target meanwhile; facts that come to the source are copied, too.
 */
export const copyLog = async (options: CopyOptions): Promise<Result<CopyReport, CopyRefusal>> => {
  const copying = new Copying(options);
  const compared = await copying.compare();
  if (!compared.ok) return compared;
  const before = copying.facts;
  const digest = copying.digest.fork();
  const copied = await copying.copyRest();
  if (!copied.ok) return copied;
  const checked = await copying.check(compared.value, digest, before);
  if (!checked.ok) return checked;
  return ok({
    facts: copying.facts,
    streams: copying.chain.streams(),
    copied: copying.facts - before,
    digest: copying.digest.value(),
  });
};
