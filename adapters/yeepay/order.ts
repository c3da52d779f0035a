import { amountText } from '../../domain/money.ts';
import type { OrderAnswer, PaymentInstruction } from '../../domain/ports/payment-provider.ts';
import type { Instant } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { AnswerFields } from './answer.ts';
import { type CodeMeaning, gatewayMeaning, returnMeaning, taken } from './answer-codes.ts';
import type { Called } from './call.ts';
import { standingOf, textOf } from './standing.ts';

/** The order exactly as it is sent: the same instruction gives the same bytes on every attempt. */
export const orderText = (
  {
    requestNo,
    merchantNo,
    amount,
    cardNumber,
    holderName,
    bankCode,
    accountKind,
  }: PaymentInstruction,
  notifyUrl: string | undefined,
): string =>
  JSON.stringify({
    parentMerchantNo: merchantNo,
    merchantNo,
    requestNo,
    orderAmount: amountText(amount),
    receiveType: 'REAL_TIME',
    feeChargeSide: 'PAYER',
    receiverInfo: {
      receiverAccountNo: cardNumber,
      receiverAccountName: holderName,
      receiverBankCode: bankCode,
      bankAccountType: accountKind === 'personal' ? 'DEBIT_CARD' : 'PUBLIC_CARD',
    },
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
  });

/** What the answer to an order means for us; everything unclear may have happened. */
export const orderAnswer = (called: Called, requestNo: string, now: Instant): OrderAnswer => {
  switch (called.kind) {
    case 'not-connected':
      return { outcome: 'not-sent', cause: 'unreachable', detail: called.why };
    case 'no-answer':
    case 'unreadable':
      return { outcome: 'may-have-happened', detail: called.why };
    case 'error':
      return fromMeaning(
        gatewayMeaning(called.code, called.subCode),
        `${called.code} ${called.subCode}`,
      );
    case 'result':
      return fromResult(called.result, requestNo, now);
    default:
      return unreachable(called);
  }
};

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
      return { outcome: 'may-have-happened', detail: code };
    default:
      return unreachable(meaning);
  }
};

const fromResult = (result: AnswerFields, requestNo: string, now: Instant): OrderAnswer => {
  const code = textOf(result, 'returnCode') ?? '';
  if (code !== taken) return fromMeaning(returnMeaning(code), code === '' ? 'no returnCode' : code);
  const orderNo = textOf(result, 'orderNo');
  if (orderNo === undefined || textOf(result, 'requestNo') !== requestNo) {
    return { outcome: 'may-have-happened', detail: 'the answer is about another request' };
  }
  const standing = standingOf(result, now);
  if (standing === undefined) return { outcome: 'may-have-happened', detail: 'unknown status' };
  // An order's answer has no times and no fee: only a query says how it ended.
  const ended = standing.state === 'paid' || standing.state === 'returned';
  return { outcome: 'accepted', orderNo, standing: ended ? { state: 'processing' } : standing };
};
