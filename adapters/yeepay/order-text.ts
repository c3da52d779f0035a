import { amountText } from '../../domain/money.ts';
import type { PaymentInstruction } from '../../domain/ports/payment-order.ts';

/** How orders are given; the contract with the provider says it. */
export type OrderTerms = {
  /** Where notifications go; without it there are none and queries do the work. */
  readonly notifyUrl?: string | undefined;
  /** The documents type amounts as numbers, the samples as texts. */
  readonly amountsAs: 'text' | 'number';
  /** The provider's codes by ours; without a table ours are taken to be the provider's. */
  readonly bankCodes?: { readonly [ours: string]: string } | undefined;
};

/**
 * The order exactly as it is sent: the same instruction gives the same bytes on every attempt.
 * Undefined when it cannot be given: a corporate account needs its bank's code.
 */
export const orderText = (
  instruction: PaymentInstruction,
  { notifyUrl, amountsAs, bankCodes }: OrderTerms,
): string | undefined => {
  const { requestNo, merchantNo, amount, cardNumber, holderName, accountKind } = instruction;
  const { receiveType } = instruction;
  const receiverBankCode = bankCode(instruction.bankCode, bankCodes);
  const isPersonal = accountKind === 'personal';
  if (receiverBankCode === undefined && !isPersonal) return undefined;
  const receiverInfo = {
    receiverAccountNo: cardNumber,
    receiverAccountName: holderName,
    // For a person's card it may be left out.
    ...(receiverBankCode === undefined ? {} : { receiverBankCode }),
    bankAccountType: isPersonal ? 'DEBIT_CARD' : 'PUBLIC_CARD',
  };
  const order = {
    parentMerchantNo: merchantNo,
    merchantNo,
    requestNo,
    receiveType,
    feeChargeSide: 'PAYER',
    receiverInfo,
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
  };
  // Written by hand, so that a number keeps its two decimals and never passes through floating
  // point.
  const orderAmount = amountsAs === 'text' ? `"${amountText(amount)}"` : amountText(amount);
  return `{"orderAmount":${orderAmount},${JSON.stringify(order).slice(1)}`;
};

const bankCode = (ours: string, codes: OrderTerms['bankCodes']): string | undefined => {
  if (codes === undefined) return ours;
  return Object.hasOwn(codes, ours) ? codes[ours] : undefined;
};
