import type { OrderAnswer, PaymentInstruction } from '../../domain/ports/payment-order.ts';
import type { Instant } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { AnswerFields } from './answer.ts';
import { type CodeMeaning, gatewayMeaning, returnMeaning, taken } from './answer-codes.ts';
import { amountOf, textOf } from './answer-fields.ts';
import type { Called } from './call.ts';
import type { NotBegun } from './merchant-limits.ts';
import { standingOf } from './standing.ts';

/** What an answer is held against. */
type Asked = Pick<PaymentInstruction, 'requestNo' | 'merchantNo' | 'amount'>;

/** What the answer to an order means for us; everything unclear may have happened. */
export const orderAnswer = (called: Called | NotBegun, asked: Asked, now: Instant): OrderAnswer => {
  switch (called.kind) {
    case 'not-begun':
      return { outcome: 'not-sent', cause: called.cause, detail: called.cause };
    case 'not-connected':
      return { outcome: 'not-sent', cause: 'unreachable', detail: called.why };
    case 'no-answer':
      return unclear(called.why);
    case 'unreadable':
      return called.unclassified === true ? strange(called.why) : unclear(called.why);
    case 'error':
      return fromMeaning(
        gatewayMeaning(called.code, called.subCode),
        `${called.code} ${called.subCode}`,
      );
    case 'result':
      return fromResult(called.result, asked, now);
    default:
      return unreachable(called);
  }
};

const unclear = (detail: string): OrderAnswer => ({ outcome: 'may-have-happened', detail });

/** The same, and nobody has foreseen it. */
const strange = (detail: string): OrderAnswer => ({
  outcome: 'may-have-happened',
  detail,
  unclassified: true,
});

const fromMeaning = (meaning: CodeMeaning, code: string): OrderAnswer => {
  switch (meaning) {
    case 'busy':
    case 'misconfigured':
    case 'payer-short-of-funds':
      return { outcome: 'not-sent', cause: meaning, detail: code };
    case 'rejected':
      return { outcome: 'rejected', providerCode: code, detail: code };
    case 'ask':
    case 'may-have-happened':
      return unclear(code);
    case 'unclassified':
      return strange(code);
    default:
      return unreachable(meaning);
  }
};

const fromResult = (result: AnswerFields, asked: Asked, now: Instant): OrderAnswer => {
  // Signed or not, an answer about another order says nothing about this one, a refusal least of
  // all.
  if (!isAbout(result, asked)) return strange('the answer is about another order');
  const code = textOf(result, 'returnCode') ?? '';
  if (code !== taken) return fromMeaning(returnMeaning(code), code === '' ? 'no returnCode' : code);
  const orderNo = textOf(result, 'orderNo');
  if (orderNo === undefined || textOf(result, 'requestNo') === undefined)
    return strange('the answer names no order');
  const standing = standingOf(result, now);
  if (standing === undefined) return strange('unknown status');
  // An order's answer has no times and no fee: only a query says how it ended.
  const ended = standing.state === 'paid' || standing.state === 'returned';
  return { outcome: 'accepted', orderNo, standing: ended ? { state: 'processing' } : standing };
};

/** What an answer repeats of the order must be what was ordered. */
const isAbout = (result: AnswerFields, { requestNo, merchantNo, amount }: Asked): boolean =>
  (textOf(result, 'requestNo') ?? requestNo) === requestNo &&
  (textOf(result, 'merchantNo') ?? merchantNo) === merchantNo &&
  (textOf(result, 'orderAmount') === undefined || amountOf(result, 'orderAmount') === amount);
