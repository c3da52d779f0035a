import { z } from 'zod';
import { jsonAsWritten } from './json-as-written.ts';
import { signedAnswerText, type Verifier } from './protocol/signer.ts';

/** An answer of the gateway, as far as it can be trusted. */
export type GatewayAnswer =
  | { readonly kind: 'result'; readonly result: AnswerFields }
  | { readonly kind: 'error'; readonly code: string; readonly subCode: string }
  /**
   * No envelope of the gateway, or one that cannot be verified: nothing may be concluded from it.
   */
  | { readonly kind: 'unreadable'; readonly why: string; readonly unclassified?: true };

/**
 * Business fields; numbers come as the text they were written in, so that no amount passes through
 * floating point.
 */
export type AnswerFields = { readonly [name: string]: unknown };

const envelope = z.object({
  result: z.record(z.string(), z.unknown()).optional(),
  code: z.string().optional(),
  subCode: z.string().optional(),
  error: z.object({ code: z.string(), subCode: z.string().optional() }).optional(),
});

/** Reads either gateway envelope; fails closed where the signature is missing or wrong. */
export const readAnswer = (
  status: number,
  body: string,
  signature: string | undefined,
  platform: Verifier,
): GatewayAnswer => {
  const parsed = envelope.safeParse(jsonAsWritten(body));
  if (!parsed.success) {
    const why = `HTTP ${status} without an envelope`;
    // What stands in between says so when it is broken; anything else is not how the gateway talks.
    return status >= 500 ? { kind: 'unreadable', why } : strange(why);
  }
  if (signature === undefined || !platform.verifies(signedAnswerText(body), signature)) {
    return strange(`HTTP ${status} with an answer that cannot be verified`);
  }
  const { result, error, code = error?.code, subCode = error?.subCode ?? '' } = parsed.data;
  if (result !== undefined && status === 200) return { kind: 'result', result };
  if (code !== undefined) return { kind: 'error', code, subCode };
  return strange(`HTTP ${status} with neither result nor error`);
};

const strange = (why: string): GatewayAnswer => ({ kind: 'unreadable', why, unclassified: true });
