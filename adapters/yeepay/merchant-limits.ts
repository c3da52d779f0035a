import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
} from 'cockatiel';
import { TokenBucket } from 'limiter';
import { LRUCache } from 'lru-cache';
import type { Called } from './call.ts';

/** How much is asked of the provider on behalf of one payer. */
export type Limits = {
  /** Calls a second, and how many may come at once. */
  readonly perSecond: number;
  readonly burst: number;
  /** How long a call may wait for its turn, ms; past it the call does not begin. */
  readonly waitMs: number;
  /** Faults in a row that open the circuit, and how long it stays open, ms. */
  readonly faultsInRow: number;
  readonly openMs: number;
};

export const defaultLimits: Limits = {
  perSecond: 200,
  burst: 200,
  waitMs: 2_000,
  faultsInRow: 10,
  openMs: 5_000,
};

/** A call that was not made: nothing was sent. */
export type NotBegun = { readonly kind: 'not-begun'; readonly cause: 'busy' | 'circuit-open' };

/** Orders and questions break apart: when orders fail, asking about them must go on. */
export type Matter = 'orders' | 'questions';

export type WithinLimits = (
  merchantNo: string,
  matter: Matter,
  call: () => Promise<Called>,
) => Promise<Called | NotBegun>;

const merchantsMax = 2_000;
/** The gateway's own code for it. */
const systemTrouble = '40020';

type Merchant = {
  readonly bucket: TokenBucket;
  readonly circuits: { readonly [matter in Matter]: CircuitBreakerPolicy };
  /** Calls that wait for their turn. */
  waiting: number;
};

/** Holds each payer's calls within its own limits, so that one payer's trouble stays its own. */
export const merchantLimits = (limits: Limits): WithinLimits => {
  const merchants = new LRUCache<string, Merchant>({ max: merchantsMax });
  const merchantOf = (merchantNo: string): Merchant => {
    const merchant = merchants.get(merchantNo) ?? newMerchant(limits);
    merchants.set(merchantNo, merchant);
    return merchant;
  };
  return async (merchantNo, matter, call) => {
    const merchant = merchantOf(merchantNo);
    const { bucket, circuits } = merchant;
    const queueMs = (merchant.waiting * 1_000) / limits.perSecond;
    if (queueMs + bucket.getWaitTime(1) > limits.waitMs)
      return { kind: 'not-begun', cause: 'busy' };
    merchant.waiting += 1;
    await bucket.removeTokens(1);
    merchant.waiting -= 1;
    try {
      return await circuits[matter].execute(call);
    } catch (error) {
      if (error instanceof BrokenCircuitError) return { kind: 'not-begun', cause: 'circuit-open' };
      throw error;
    }
  };
};

const newMerchant = (limits: Limits): Merchant => ({
  bucket: newBucket(limits),
  circuits: { orders: newCircuit(limits), questions: newCircuit(limits) },
  waiting: 0,
});

const newBucket = ({ perSecond, burst }: Limits): TokenBucket => {
  const bucket = new TokenBucket({
    bucketSize: burst,
    tokensPerInterval: perSecond,
    interval: 'second',
  });
  // It starts empty otherwise, and the first calls would wait for no reason.
  bucket.content = burst;
  return bucket;
};

const newCircuit = ({ faultsInRow, openMs }: Limits): CircuitBreakerPolicy =>
  circuitBreaker(handleWhenResult(isFault), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(faultsInRow),
  });

/** The provider is unwell, whatever was asked. A refusal is not a fault. */
const isFault = (called: unknown): boolean => {
  if (typeof called !== 'object' || called === null || !('kind' in called)) return false;
  const { kind } = called;
  if (kind === 'error') return 'code' in called && called.code === systemTrouble;
  return kind === 'not-connected' || kind === 'no-answer' || kind === 'unreadable';
};
