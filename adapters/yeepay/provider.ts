import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type {
  PaymentProvider,
  QueryAnswer,
  ReturnedOrder,
} from '../../domain/ports/payment-provider.ts';
import { instantOfMillis } from '../../domain/time.ts';
import type { AnswerFields } from './answer.ts';
import { orderNotFoundCodes, taken } from './answer-codes.ts';
import { type Called, type CallOptions, gatewayCaller } from './call.ts';
import { orderAnswer, orderText } from './order.ts';
import { envelopeOpener } from './protocol/envelope.ts';
import { rsaVerifier } from './protocol/signer.ts';
import { amountOf, chinaTime, standingOf, textOf } from './standing.ts';

export type YeepayOptions = Pick<
  CallOptions,
  'url' | 'appKey' | 'privateKeyPem' | 'platformPublicKeyPem' | 'now'
> &
  Partial<Omit<CallOptions, 'url'>> & {
    /** Where bills are downloaded from; the gateway itself unless told. */
    readonly filesUrl?: string | undefined;
    /** Where notifications go; without it there are none and queries do the work. */
    readonly notifyUrl?: string | undefined;
  };

const defaults = {
  connectTimeoutMs: 3_000,
  readTimeoutMs: 30_000,
  connections: 16,
  newRequestId: randomUUID,
};
const paths = {
  order: '/rest/v2.0/account/pay/order',
  query: '/rest/v1.0/account/pay/system/query',
  cancel: '/rest/v1.0/account/pay/cancel',
  returns: '/rest/v1.0/account/pay/reverse/query',
  balance: '/rest/v1.0/account/accountinfos/query',
  endBalance: '/rest/v1.0/std/end-balance/query',
  bill: '/yos/v1.0/bill/download',
} as const;
const returnsPage = 200;

/** The licensed provider, spoken to in its own protocol (YOP, RSA). */
export const yeepayProvider = (given: YeepayOptions): PaymentProvider => {
  const options: CallOptions = { ...defaults, ...given };
  const gateway = gatewayCaller(options);
  const files =
    given.filesUrl === undefined ? gateway : gatewayCaller({ ...options, url: given.filesUrl });
  const open = envelopeOpener({
    privateKeyPem: options.privateKeyPem,
    platform: rsaVerifier(options.platformPublicKeyPem),
  });
  const now = () => instantOfMillis(options.now());
  return {
    order: async (instruction) => {
      const text = orderText(instruction, given.notifyUrl);
      return orderAnswer(
        await gateway.call(paths.order, { as: 'json', text }),
        instruction.requestNo,
        now(),
      );
    },
    query: async ({ merchantNo, requestNo }) => {
      const parameters = { merchantNo, requestNo };
      return queryAnswer(await gateway.call(paths.query, { as: 'query', parameters }), now());
    },
    cancel: async ({ merchantNo, orderNo, reason }) => {
      const parameters = { parentMerchantNo: merchantNo, orderNo, cancelReason: reason };
      const result = resultOf(await gateway.call(paths.cancel, { as: 'form', parameters }));
      if (typeof result === 'string') return { outcome: 'unknown', detail: result };
      const status = textOf(result, 'status');
      if (status === 'SUCCESS') return { outcome: 'stopped' };
      return status === 'FAIL'
        ? { outcome: 'goes-on' }
        : { outcome: 'unknown', detail: 'unknown status' };
    },
    returns: async ({ merchantNo, from, until, page }) => {
      const parameters = {
        parentMerchantNo: merchantNo,
        merchantNo,
        queryStartDate: from,
        queryEndDate: until,
        pageNo: String(page),
        pageSize: String(returnsPage),
      };
      const result = resultOf(await gateway.call(paths.returns, { as: 'form', parameters }));
      return typeof result === 'string'
        ? { outcome: 'unknown', detail: result }
        : returnsAnswer(result, page);
    },
    balance: async (merchantNo) => {
      const result = resultOf(
        await gateway.call(paths.balance, { as: 'query', parameters: { merchantNo } }),
      );
      return typeof result === 'string'
        ? { outcome: 'unknown', detail: result }
        : balanceAnswer(result);
    },
    endOfDayBalance: async (merchantNo, date) => {
      const result = resultOf(
        await gateway.call(paths.endBalance, { as: 'query', parameters: { merchantNo, date } }),
        '00000',
      );
      if (typeof result === 'string') return { outcome: 'unknown', detail: result };
      const balance = amountOf(result, 'balance');
      return balance === undefined
        ? { outcome: 'unknown', detail: 'no balance' }
        : { outcome: 'found', balance };
    },
    bill: async (kind, day) => {
      const parameters = {
        bizType: kind === 'payments' ? 'UA_PAY' : 'UA_PAY_REFUND',
        billDate: day,
      };
      const called = await files.download(paths.bill, parameters);
      if (called.kind === 'bytes') return { outcome: 'found', bytes: called.bytes };
      if (called.kind === 'error' && called.subCode === 'isv.scene.filestore.get.not-exists')
        return { outcome: 'not-there' };
      return {
        outcome: 'unknown',
        detail: called.kind === 'error' ? `${called.code} ${called.subCode}` : called.kind,
      };
    },
    readNotification: (body) => {
      const text = open(new URLSearchParams(body).get('response') ?? '');
      const parsed = text === undefined ? undefined : notification.safeParse(JSON.parse(text));
      return parsed?.success ? parsed.data : undefined;
    },
    close: async () => {
      await gateway.close();
      if (files !== gateway) await files.close();
    },
  };
};

const notification = z.object({ merchantNo: z.string(), requestNo: z.string() });

/** The business fields of an answer that was taken, or why there are none. */
const resultOf = (called: Called, expected: string = taken): AnswerFields | string => {
  if (called.kind === 'error') return `${called.code} ${called.subCode}`;
  if (called.kind !== 'result') return called.why;
  const code =
    textOf(called.result, 'returnCode') ?? textOf(called.result, 'code') ?? 'no returnCode';
  return code === expected ? called.result : code;
};

const queryAnswer = (called: Called, now: ReturnType<typeof instantOfMillis>): QueryAnswer => {
  const result = resultOf(called);
  if (typeof result === 'string') {
    return orderNotFoundCodes.has(result)
      ? { outcome: 'not-found' }
      : { outcome: 'unknown', detail: result };
  }
  const [orderNo, merchantNo, requestNo] = ['orderNo', 'merchantNo', 'requestNo'].map((name) =>
    textOf(result, name),
  );
  const amount = amountOf(result, 'orderAmount');
  const standing = standingOf(result, now);
  if (orderNo === undefined || merchantNo === undefined || requestNo === undefined) {
    return { outcome: 'unknown', detail: 'the answer does not say which order it is about' };
  }
  if (amount === undefined || standing === undefined)
    return { outcome: 'unknown', detail: 'unknown amount or status' };
  return { outcome: 'found', orderNo, amount, merchantNo, requestNo, standing };
};

const returnsAnswer = (result: AnswerFields, page: number) => {
  const listed = result.reverseDetailDTOList;
  const items: ReturnedOrder[] = [];
  for (const one of Array.isArray(listed) ? listed : []) {
    const amount = amountOf(one, 'orderAmount');
    const [requestNo, orderNo] = [textOf(one, 'requestNo'), textOf(one, 'orderNo')];
    const returnedAt = chinaTime(textOf(one, 'reverseTime'));
    if (
      amount === undefined ||
      requestNo === undefined ||
      orderNo === undefined ||
      returnedAt === undefined
    ) {
      return { outcome: 'unknown' as const, detail: 'a return that cannot be read' };
    }
    items.push({
      requestNo,
      orderNo,
      amount,
      returnedAt,
      reason: textOf(one, 'reverseReason') ?? '',
    });
  }
  return {
    outcome: 'found' as const,
    items,
    more: Number(result.totalSize ?? 0) > page * returnsPage,
  };
};

const balanceAnswer = (result: AnswerFields) => {
  const accounts = result.accountInfoList;
  const funds = (Array.isArray(accounts) ? accounts : []).find(
    (one) => one.accountType === 'FUND_ACCOUNT',
  );
  const balance = funds === undefined ? undefined : amountOf(funds, 'balance');
  return balance === undefined
    ? { outcome: 'unknown' as const, detail: 'no FUND_ACCOUNT in the answer' }
    : { outcome: 'found' as const, balance };
};
