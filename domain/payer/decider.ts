import type { Decider } from '../decider.ts';
import type { PayerId, Reference } from '../identifiers.ts';
import { type Amount, amountFromFact, amountText, type Fen } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { TaxMethod } from '../tax/withholding.ts';
import type { Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import { VersionedMap } from '../versioned-map.ts';

/** Facts about a legal entity that owes remuneration. */
export type PayerFact =
  | PayerFactOf<
      'PayerRegistered',
      { readonly legalName: string; readonly merchantNo: string; readonly taxMethod: TaxMethod }
    >
  | PayerFactOf<
      'FundingReceived',
      { readonly fundingId: Reference; readonly amount: Amount; readonly receivedAt: Instant }
    >
  | PayerFactOf<'PayerFrozen', { readonly reason: string; readonly by: string }>
  | PayerFactOf<'PayerUnfrozen', { readonly by: string }>;

type PayerFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & { readonly payerId: PayerId; readonly at: Instant };
};

export type Payer = {
  readonly registered:
    | { readonly legalName: string; readonly merchantNo: string; readonly taxMethod: TaxMethod }
    | undefined;
  readonly fundings: VersionedMap<
    Reference,
    { readonly amount: Fen; readonly receivedAt: Instant }
  >;
  readonly frozen: boolean;
};

export type PayerCommand =
  | AskedOfPayer<
      'RegisterPayer',
      { readonly legalName: string; readonly merchantNo: string; readonly taxMethod: TaxMethod }
    >
  | AskedOfPayer<
      'ReceiveFunding',
      { readonly fundingId: Reference; readonly amount: Fen; readonly receivedAt: Instant }
    >
  | AskedOfPayer<'FreezePayer', { readonly reason: string; readonly by: string }>
  | AskedOfPayer<'UnfreezePayer', { readonly by: string }>;

type AskedOfPayer<Type extends string, Content> = {
  readonly type: Type;
  readonly payerId: PayerId;
  readonly now: Instant;
} & Content;

export type PayerRefusal =
  | { readonly code: 'amount-not-positive' }
  | { readonly code: 'payer-unknown'; readonly payerId: PayerId }
  | { readonly code: 'payer-differs'; readonly payerId: PayerId }
  | { readonly code: 'funding-differs'; readonly fundingId: Reference };

type Decision = Result<readonly PayerFact[], PayerRefusal>;

const decide = (command: PayerCommand, payer: Payer): Decision => {
  const about = { payerId: command.payerId, at: command.now };
  if (command.type === 'RegisterPayer') return register(command, payer);
  if (payer.registered === undefined)
    return refuse({ code: 'payer-unknown', payerId: command.payerId });
  switch (command.type) {
    case 'ReceiveFunding':
      return receiveFunding(command, payer);
    case 'FreezePayer':
      return payer.frozen
        ? ok([])
        : ok([{ type: 'PayerFrozen', data: { ...about, reason: command.reason, by: command.by } }]);
    case 'UnfreezePayer':
      return payer.frozen
        ? ok([{ type: 'PayerUnfrozen', data: { ...about, by: command.by } }])
        : ok([]);
    default:
      return unreachable(command);
  }
};

const register = (
  {
    payerId,
    legalName,
    merchantNo,
    taxMethod,
    now,
  }: Extract<PayerCommand, { type: 'RegisterPayer' }>,
  payer: Payer,
): Decision => {
  const known = payer.registered;
  if (known !== undefined) {
    return known.legalName === legalName &&
      known.merchantNo === merchantNo &&
      known.taxMethod === taxMethod
      ? ok([])
      : refuse({ code: 'payer-differs', payerId });
  }
  return ok([
    { type: 'PayerRegistered', data: { payerId, legalName, merchantNo, taxMethod, at: now } },
  ]);
};

const receiveFunding = (
  {
    payerId,
    fundingId,
    amount,
    receivedAt,
    now,
  }: Extract<PayerCommand, { type: 'ReceiveFunding' }>,
  payer: Payer,
): Decision => {
  if (amount <= 0n) return refuse({ code: 'amount-not-positive' });
  const known = payer.fundings.get(fundingId);
  if (known !== undefined) {
    return known.amount === amount && known.receivedAt === receivedAt
      ? ok([])
      : refuse({ code: 'funding-differs', fundingId });
  }
  return ok([
    {
      type: 'FundingReceived',
      data: { payerId, fundingId, amount: amountText(amount), receivedAt, at: now },
    },
  ]);
};

const evolve = (payer: Payer, { type, data }: PayerFact): Payer => {
  switch (type) {
    case 'PayerRegistered':
      return {
        ...payer,
        registered: {
          legalName: data.legalName,
          merchantNo: data.merchantNo,
          taxMethod: data.taxMethod,
        },
      };
    case 'FundingReceived':
      return {
        ...payer,
        fundings: payer.fundings.with(data.fundingId, {
          amount: amountFromFact(data.amount),
          receivedAt: data.receivedAt,
        }),
      };
    case 'PayerFrozen':
      return { ...payer, frozen: true };
    case 'PayerUnfrozen':
      return { ...payer, frozen: false };
    default:
      return unreachable(type);
  }
};

/** All the rules about a payer. */
export const payerDecider: Decider<PayerCommand, Payer, PayerFact, PayerRefusal> = {
  initialState: { registered: undefined, fundings: VersionedMap.of(), frozen: false },
  decide,
  evolve,
};

export const payerStream = (payer: PayerId): string => `payer-${payer}`;
