import { z } from 'zod';
import type { Notification } from '../../domain/ports/payment-provider.ts';
import { amountOf } from './answer-fields.ts';
import { jsonAsWritten } from './json-as-written.ts';
import { type EnvelopeKeys, envelopeOpener } from './protocol/envelope.ts';

// Its other fields are a guess, and nothing is booked on a notification anyway: a query follows.
const text = z.looseObject({ merchantNo: z.string().min(1), requestNo: z.string().min(1) });

/** Reads the form body of a notification; undefined for all that is not genuine. */
export const notificationReader = (
  keys: EnvelopeKeys,
): ((body: string) => Notification | undefined) => {
  const open = envelopeOpener(keys);
  return (body) => {
    const envelope = new URLSearchParams(body).get('response');
    const opened = envelope === null ? undefined : open(envelope);
    const fields = opened === undefined ? undefined : text.safeParse(jsonAsWritten(opened)).data;
    if (fields === undefined) return undefined;
    const { merchantNo, requestNo } = fields;
    return { merchantNo, requestNo, amount: amountOf(fields, 'orderAmount') };
  };
};
