import { generateKeyPairSync } from 'node:crypto';
import { Agent, request } from 'undici';
import { type SealingKeys, sealedEnvelope } from '../protocol/sealed-envelope.ts';

/** Genuine, or one of the ways in which nobody should believe it. */
export const genuineness = ['genuine', 'forged', 'garbled', 'truncated'] as const;
export type Genuineness = (typeof genuineness)[number];

/** Pauses between attempts, ms: a provider's own schedule is longer, the shape is the same. */
const pauses: readonly number[] = [0, 300, 1_000, 3_000, 10_000, 30_000];
const attemptsMax = 40;
const answerTimeoutMs = 5_000;
const connectionsMax = 8;

/** Sends signed notifications until one is answered `SUCCESS` or patience ends. */
export class Notifier {
  readonly #keys: SealingKeys;
  readonly #appKey: string;
  readonly #agent = new Agent({ connections: connectionsMax });
  readonly #waiting = new Set<NodeJS.Timeout>();
  readonly #ending = new AbortController();
  #stranger: SealingKeys | undefined;
  #sent = 0;

  constructor(keys: SealingKeys, appKey: string) {
    this.#keys = keys;
    this.#appKey = appKey;
  }

  /** Tries until it is taken; `taken` hears of it. */
  notify(url: string, text: string, taken: () => void, attempt = 0): void {
    if (attempt >= attemptsMax || this.#ending.signal.aborted) return;
    const timer = setTimeout(
      () => {
        this.#waiting.delete(timer);
        void this.deliver(url, text).then((isTaken) => {
          if (isTaken) taken();
          else this.notify(url, text, taken, attempt + 1);
        });
      },
      pauses[Math.min(attempt, pauses.length - 1)] ?? 0,
    );
    this.#waiting.add(timer);
  }

  /** One attempt; was it answered `SUCCESS`? */
  async deliver(url: string, text: string, as: Genuineness = 'genuine'): Promise<boolean> {
    try {
      const { statusCode, body } = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
        body: new URLSearchParams({
          response: this.#envelope(text, as),
          customerIdentification: this.#appKey,
        }).toString(),
        headersTimeout: answerTimeoutMs,
        bodyTimeout: answerTimeoutMs,
        signal: this.#ending.signal,
        dispatcher: this.#agent,
      });
      const answer = await body.text();
      return !this.#ending.signal.aborted && statusCode === 200 && answer === 'SUCCESS';
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    this.#ending.abort();
    for (const timer of this.#waiting) clearTimeout(timer);
    await this.#agent.destroy();
  }

  #envelope(text: string, as: Genuineness): string {
    this.#sent += 1;
    const dialect = this.#sent % 2 === 0 ? 'base64' : 'base64url';
    const envelope = sealedEnvelope(
      text,
      as === 'forged' ? this.#strangersKeys() : this.#keys,
      dialect,
    );
    switch (as) {
      case 'genuine':
      case 'forged':
        return envelope;
      case 'garbled':
        return envelope.replace(
          /^(.{40})(.)/,
          (_all, head: string, char: string) => `${head}${char === 'A' ? 'B' : 'A'}`,
        );
      case 'truncated':
        return envelope.slice(0, envelope.length / 2);
    }
  }

  /** Anyone may seal for the merchant, whose key is public; only the platform can sign. */
  #strangersKeys(): SealingKeys {
    this.#stranger ??= {
      ...this.#keys,
      platformPrivateKeyPem: generateKeyPairSync('rsa', { modulusLength: 2048 })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    };
    return this.#stranger;
  }
}
