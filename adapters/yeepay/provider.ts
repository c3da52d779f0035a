import { randomUUID } from 'node:crypto';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import { instantOfMillis } from '../../domain/time.ts';
import { endBalance, fundBalance } from './balances.ts';
import { type BillReading, billLines } from './bill.ts';
import { billAnswer, bizTypes } from './bill-download.ts';
import { type CallOptions, yeepayGateway } from './call.ts';
import { cancelAnswer } from './cancel.ts';
import { movementsAnswer, movementsPage } from './fund-flow.ts';
import { defaultLimits, type Limits, type Matter, merchantLimits } from './merchant-limits.ts';
import { notificationReader } from './notification.ts';
import { orderAnswer } from './order.ts';
import { type OrderTerms, orderText } from './order-text.ts';
import { rsaVerifier } from './protocol/signer.ts';
import { queryAnswer } from './query.ts';
import { returnsAnswer, returnsPage } from './returns.ts';
import type { Content } from './signed-request.ts';
import { answered } from './taken.ts';

export type YeepayOptions = Pick<
  CallOptions,
  'url' | 'appKey' | 'privateKeyPem' | 'platformPublicKeyPem' | 'now'
> &
  Partial<Omit<CallOptions, 'url'>> &
  Partial<OrderTerms> & {
    /** Where bills are downloaded from; the gateway itself unless told. */
    readonly filesUrl?: string | undefined;
    /** Charset and column names of bills, where they are not the usual ones. */
    readonly billReading?: BillReading | undefined;
    readonly limits?: Limits | undefined;
    /** What the provider takes of one payer, where nothing else is said of limits. */
    readonly callsPerSecond?: number | undefined;
  };

const defaults = {
  connectTimeoutMs: 3_000,
  readTimeoutMs: 30_000,
  connections: 16,
  newRequestId: randomUUID,
  amountsAs: 'text',
} as const;

const paths = {
  order: '/rest/v2.0/account/pay/order',
  query: '/rest/v1.0/account/pay/system/query',
  cancel: '/rest/v1.0/account/pay/cancel',
  returns: '/rest/v1.0/account/pay/reverse/query',
  balance: '/rest/v1.0/account/accountinfos/query',
  endBalance: '/rest/v1.0/std/end-balance/query',
  movements: '/rest/v1.0/std/bill/fundbill/flow/query',
  bill: '/yos/v1.0/bill/download',
} as const;

/** What the bill calls say when all is well; account calls have a code of their own. */
const billsFine = '00000';

/** The licensed provider, spoken to in its own protocol (YOP, RSA). */
export const yeepayProvider = (given: YeepayOptions): PaymentProvider => {
  const options = { ...defaults, ...given };
  const gateway = yeepayGateway(options);
  const files =
    given.filesUrl === undefined ? gateway : yeepayGateway({ ...options, url: given.filesUrl });
  const { callsPerSecond: perSecond = defaultLimits.perSecond } = given;
  const within = merchantLimits(given.limits ?? { ...defaultLimits, perSecond, burst: perSecond });
  const now = () => instantOfMillis(options.now());
  const call = (merchantNo: string, matter: Matter, path: string, content: Content) =>
    within(merchantNo, matter, () => gateway.call(path, content));
  const ask = async (merchantNo: string, path: string, content: Content, fine?: string) =>
    answered(await call(merchantNo, 'questions', path, content), fine);

  return {
    order: async (instruction) => {
      const text = orderText(instruction, options);
      if (text === undefined) return noBankCode;
      const { merchantNo } = instruction;
      const called = await call(merchantNo, 'orders', paths.order, { as: 'json', text });
      return orderAnswer(called, instruction, now());
    },
    query: async ({ merchantNo, requestNo }) => {
      const content = { as: 'query', parameters: { merchantNo, requestNo } } as const;
      return queryAnswer(await ask(merchantNo, paths.query, content), now());
    },
    cancel: async ({ merchantNo, orderNo, reason }) => {
      const parameters = { parentMerchantNo: merchantNo, orderNo, cancelReason: reason };
      return cancelAnswer(await ask(merchantNo, paths.cancel, { as: 'form', parameters }));
    },
    returns: async ({ merchantNo, from, until, page }) => {
      const parties = { parentMerchantNo: merchantNo, merchantNo };
      const days = { queryStartDate: from, queryEndDate: until };
      const parameters = { ...parties, ...days, pageNo: `${page}`, pageSize: `${returnsPage}` };
      return returnsAnswer(await ask(merchantNo, paths.returns, { as: 'form', parameters }), page);
    },
    balance: async (merchantNo) => {
      const content = { as: 'query', parameters: { merchantNo } } as const;
      return fundBalance(await ask(merchantNo, paths.balance, content), merchantNo);
    },
    endOfDayBalance: async (merchantNo, date) => {
      const content = { as: 'query', parameters: { merchantNo, date } } as const;
      return endBalance(await ask(merchantNo, paths.endBalance, content, billsFine), merchantNo);
    },
    movements: async ({ merchantNo, from, until, page }) => {
      const parties = { parentMerchantNo: merchantNo, merchantNo };
      const days = { startDate: from, endDate: until };
      const parameters = { ...parties, ...days, page: `${page}`, size: `${movementsPage}` };
      const content = { as: 'query', parameters } as const;
      const answer = await ask(merchantNo, paths.movements, content, billsFine);
      return movementsAnswer(answer, { merchantNo, page });
    },
    bill: async (kind, day) =>
      billAnswer(await files.download(paths.bill, { bizType: bizTypes[kind], billDate: day })),
    readBill: (bytes) => billLines(bytes, given.billReading),
    readNotification: notificationReader({
      privateKeyPem: options.privateKeyPem,
      platform: rsaVerifier(options.platformPublicKeyPem),
    }),
    close: async () => {
      await gateway.close();
      if (files !== gateway) await files.close();
    },
  };
};

const noBankCode = {
  outcome: 'not-sent',
  cause: 'misconfigured',
  detail: 'no provider code for the bank of a corporate account',
} as const;
