import type { AnswerFields } from './answer.ts';
import { gatewayMeaning, returnMeaning, taken } from './answer-codes.ts';
import { textOf } from './answer-fields.ts';
import type { Called } from './call.ts';
import type { NotBegun } from './merchant-limits.ts';

/**
 * The business fields of a question that was answered, or the code that says why there are none.
 */
export type Answered =
  | { readonly ok: true; readonly fields: AnswerFields }
  | { readonly ok: false; readonly code: string; readonly unclassified?: true };

/** What a question came to; account calls say `returnCode`, bill calls `code`. */
export const answered = (called: Called | NotBegun, fine: string = taken): Answered => {
  switch (called.kind) {
    case 'result': {
      const { result } = called;
      const code = textOf(result, 'returnCode') ?? textOf(result, 'code') ?? 'no returnCode';
      if (code === fine) return { ok: true, fields: result };
      return returnMeaning(code) === 'unclassified' ? strange(code) : { ok: false, code };
    }
    case 'error':
      return gatewayMeaning(called.code, called.subCode) === 'unclassified'
        ? strange(`${called.code} ${called.subCode}`)
        : { ok: false, code: `${called.code} ${called.subCode}` };
    case 'not-begun':
      return { ok: false, code: called.cause };
    case 'not-connected':
    case 'no-answer':
      return { ok: false, code: called.why };
    case 'unreadable':
      return called.unclassified === true ? strange(called.why) : { ok: false, code: called.why };
  }
};

const strange = (code: string): Answered => ({ ok: false, code, unclassified: true });

/** Nothing may be concluded from it. */
export const unknown = (detail: string) => ({ outcome: 'unknown', detail }) as const;
