import { validateCardInfo } from 'bankcard';

/**
 * Whether a mainland bank is known to issue numbers with this beginning and length. The list is a
 * published one and never complete: a no means "please look again", not "this card does not exist".
 */
export const isIssuerKnown = (cardNumber: string): boolean =>
  validateCardInfo(cardNumber).validated;
