import { z } from 'zod';
import {
  cardRef as cardRefOf,
  earningId as earningIdOf,
  payeeId as payeeIdOf,
  payerId as payerIdOf,
  payoutId as payoutIdOf,
  reference as referenceOf,
  withdrawalId as withdrawalIdOf,
} from '../../domain/identifiers.ts';
import { storedAmount } from '../../domain/money.ts';
import { day as dayOf, instant as instantOf, month as monthOf } from '../../domain/time.ts';
import { leaf } from './flat-shapes.ts';

/** A zod type that accepts exactly the texts a domain parser accepts, unchanged. */
const text = <Value extends string>(parse: (text: string) => Value | undefined, expected: string) =>
  leaf<Value>((value) => typeof value === 'string' && parse(value) === value, expected);

export const amount = text(storedAmount, 'an amount such as "120.00"');
export const instant = text(instantOf, 'an instant in +08:00');
export const day = text(dayOf, 'a day such as 2026-11-23');
export const month = text(monthOf, 'a month such as 2026-11');
export const payeeId = text(payeeIdOf, 'an id');
export const payerId = text(payerIdOf, 'an id');
export const earningId = text(earningIdOf, 'an id');
export const withdrawalId = text(withdrawalIdOf, 'an id');
export const payoutId = text(payoutIdOf, 'an id of letters and digits');
export const reference = text(referenceOf, 'an id');
export const cardRef = text(cardRefOf, 'a card reference');
export const taxMethod = z.enum(['labor-monthly', 'labor-cumulative', 'incidental', 'none']);
export const earningSource = z.enum([
  'consultation',
  'article',
  'overtime-clinic',
  'activity',
  'multi-site-practice',
]);

export const count = z.int().min(0);
