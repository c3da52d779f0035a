import { request } from 'undici';
import { type SealingKeys, sealedEnvelope } from '../protocol/envelope.ts';

/** Pauses between attempts, ms: a provider's own schedule is longer, the shape is the same. */
const pauses: readonly number[] = [0, 300, 1_000, 3_000, 10_000, 30_000];
const answerTimeoutMs = 5_000;

/** Sends signed notifications until one is answered `SUCCESS` or patience ends. */
export class Notifier {
  readonly #keys: SealingKeys;
  readonly #appKey: string;
  readonly #waiting = new Set<NodeJS.Timeout>();
  readonly #ending = new AbortController();
  #sent = 0;

  constructor(keys: SealingKeys, appKey: string) {
    this.#keys = keys;
    this.#appKey = appKey;
  }

  notify(url: string, text: string, attempt = 0): void {
    const pause = pauses[attempt];
    if (pause === undefined || this.#ending.signal.aborted) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      void this.#send(url, this.#sealed(text)).then((taken) => {
        if (!taken) this.notify(url, text, attempt + 1);
      });
    }, pause);
    this.#waiting.add(timer);
  }

  /** An envelope whose signature does not hold: nobody should believe it. */
  notifyBadly(url: string, text: string): void {
    const forged = this.#sealed(text).replace(
      /^(.{40})(.)/,
      (_all, head, char) => `${head}${char === 'A' ? 'B' : 'A'}`,
    );
    void this.#send(url, forged);
  }

  close(): void {
    this.#ending.abort();
    for (const timer of this.#waiting) clearTimeout(timer);
  }

  #sealed(text: string): string {
    this.#sent += 1;
    return sealedEnvelope(text, this.#keys, this.#sent % 2 === 0 ? 'base64' : 'base64url');
  }

  async #send(url: string, envelope: string): Promise<boolean> {
    try {
      const { statusCode, body } = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
        body: new URLSearchParams({
          response: envelope,
          customerIdentification: this.#appKey,
        }).toString(),
        headersTimeout: answerTimeoutMs,
        bodyTimeout: answerTimeoutMs,
        signal: this.#ending.signal,
      });
      return (await body.text()) === 'SUCCESS' && statusCode === 200;
    } catch {
      return false;
    }
  }
}
